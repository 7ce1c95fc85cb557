package dev.weir.ingest.frontier;

import dev.weir.ingest.source.KnownUrl;
import dev.weir.schemas.record.FrontierEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;

/**
 * Encodes keys and values of the index. A value is the state of a URL: the number of entries, then
 * each in Avro's binary form. A queue key is domain, zero, priority (highest first), time of the
 * next fetch, URL. Not thread-safe.
 */
final class FrontierCodec {

  /** Changes with the layout or the entry's schema: an index of another version is rebuilt. */
  static final String FORMAT =
      "1-"
          + Long.toHexString(
              org.apache.avro.SchemaNormalization.parsingFingerprint64(
                  FrontierEntry.getClassSchema()));

  private static final int FIXED = 1 + Integer.BYTES + Long.BYTES;

  private final SpecificDatumWriter<FrontierEntry> writer =
      new SpecificDatumWriter<>(FrontierEntry.class);
  private final SpecificDatumReader<FrontierEntry> reader =
      new SpecificDatumReader<>(FrontierEntry.class);
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private @Nullable BinaryEncoder encoder;
  private @Nullable BinaryDecoder decoder;

  byte[] encode(KnownUrl known) throws IOException {
    Optional<FrontierEntry> state = known.state();
    Collection<FrontierEntry> findings = known.findings();
    buffer.reset();
    BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(buffer, encoder);
    encoder = out;
    out.writeInt(findings.size() + (state.isPresent() ? 1 : 0));
    if (state.isPresent()) {
      writer.write(state.get(), out);
    }
    for (FrontierEntry finding : findings) {
      writer.write(finding, out);
    }
    out.flush();
    return buffer.toByteArray();
  }

  KnownUrl decode(byte[] value) throws IOException {
    BinaryDecoder in = DecoderFactory.get().binaryDecoder(value, decoder);
    decoder = in;
    KnownUrl known = new KnownUrl();
    for (int left = in.readInt(); left > 0; left--) {
      known.accept(reader.read(null, in));
    }
    return known;
  }

  static byte[] url(String url) {
    return url.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] queueKey(FrontierEntry entry) {
    byte[] domain = prefix(entry.getDomain());
    byte[] url = url(entry.getUrl());
    return ByteBuffer.allocate(domain.length - 1 + FIXED + url.length)
        .put(domain)
        .putInt(band(entry.getPriority()))
        .putLong(order(entry.getNextFetchAt()))
        .put(url)
        .array();
  }

  /** The common prefix of a domain's keys. */
  static byte[] prefix(String domain) {
    byte[] name = domain.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(name.length + 1).put(name).put((byte) 0).array();
  }

  /** The end of a domain's keys, exclusive. */
  static byte[] end(byte[] prefix) {
    byte[] end = prefix.clone();
    end[end.length - 1] = 1;
    return end;
  }

  /** Where the next lower priority begins; empty after the lowest. */
  static List<byte[]> nextBand(byte[] prefix, byte[] key) {
    int band = ByteBuffer.wrap(key, prefix.length, Integer.BYTES).getInt();
    return band == -1
        ? List.of()
        : List.of(
            ByteBuffer.allocate(prefix.length + Integer.BYTES)
                .put(prefix)
                .putInt(band + 1)
                .array());
  }

  static long time(byte[] prefix, byte[] key) {
    return ByteBuffer.wrap(key, prefix.length + Integer.BYTES, Long.BYTES).getLong();
  }

  static byte[] urlOf(byte[] prefix, byte[] key) {
    int start = prefix.length + Integer.BYTES + Long.BYTES;
    byte[] url = new byte[key.length - start];
    System.arraycopy(key, start, url, 0, url.length);
    return url;
  }

  /** Unsigned order of bytes is the order of priorities, the highest first. */
  private static int band(int priority) {
    return Integer.MAX_VALUE - priority;
  }

  /** Unsigned order of bytes is the order of times. Milliseconds. */
  static long order(Instant time) {
    return time.toEpochMilli() ^ Long.MIN_VALUE;
  }

  static Instant instant(long order) {
    return Instant.ofEpochMilli(order ^ Long.MIN_VALUE);
  }
}
