package dev.weir.ingest.http;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import okhttp3.Response;

/** Reads a body with one limit for both the compressed and the decompressed bytes. */
final class BoundedBody {
  /** The limit was exceeded. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
      super(message);
    }
  }

  private BoundedBody() {}

  /** Returns the decompressed body; throws after reading little more than {@code limit} bytes. */
  static byte[] read(Response response, long limit, BodyRoom.Lease room) throws IOException {
    long declared = response.body().contentLength();
    if (declared > limit) {
      throw new TooLargeException("Content-Length of " + declared + " bytes, allowed are " + limit);
    }
    String coding = response.header("Content-Encoding", "identity");
    InputStream sent = new Counted(response.body().byteStream(), limit);
    return switch (coding == null ? "identity" : coding.strip().toLowerCase(Locale.ROOT)) {
      case "identity", "" -> all(sent, limit, room);
      case "gzip", "x-gzip" -> all(expanded(sent), limit, room);
      default -> throw new IOException("Expected Content-Encoding gzip or none, got: " + coding);
    };
  }

  /** Returns the body's first bytes, as many as can be read. */
  static byte[] start(Response response, int limit, BodyRoom.Lease room) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      String coding = response.header("Content-Encoding", "identity");
      InputStream sent = response.body().byteStream();
      copy("gzip".equalsIgnoreCase(coding) ? expanded(sent) : sent, bytes, limit, room);
    } catch (IOException e) {
      // An error page is shown as far as it was read.
    }
    return bytes.toByteArray();
  }

  private static InputStream expanded(InputStream sent) throws IOException {
    return new GZIPInputStream(sent, 8192);
  }

  private static byte[] all(InputStream in, long limit, BodyRoom.Lease room) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!copy(in, bytes, limit, room)) {
      throw new TooLargeException("More than " + limit + " bytes after decompression");
    }
    return bytes.toByteArray();
  }

  /** Copies up to the limit; returns whether that was everything. */
  private static boolean copy(
      InputStream in, ByteArrayOutputStream out, long limit, BodyRoom.Lease lease)
      throws IOException {
    byte[] buffer = new byte[8192];
    for (int count; (count = in.read(buffer)) >= 0; ) {
      int room = (int) Math.min(count, limit - out.size());
      lease.grow((long) out.size() + room);
      out.write(buffer, 0, room);
      if (room < count) {
        return false;
      }
    }
    return true;
  }

  private static final class Counted extends FilterInputStream {
    private final long limit;
    private long count;

    Counted(InputStream in, long limit) {
      super(in);
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int result = super.read();
      return result < 0 ? result : counted(result, 1);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int result = super.read(target, offset, length);
      return result < 0 ? result : counted(result, result);
    }

    private int counted(int result, int bytes) throws IOException {
      count += bytes;
      if (count > limit) {
        throw new TooLargeException("More than " + limit + " bytes as sent");
      }
      return result;
    }
  }
}
