package dev.weir.infra.history;

import java.io.IOException;
import java.util.Objects;
import org.apache.iceberg.io.SeekableInputStream;

/** A seekable stream over bytes in memory. */
final class InMemoryStream extends SeekableInputStream {

  private final byte[] content;
  private int position;

  InMemoryStream(byte[] content) {
    this.content = content;
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public void seek(long target) throws IOException {
    if (target < 0 || target > content.length) {
      throw new IOException("Expected a position up to " + content.length + ", got: " + target);
    }
    position = (int) target;
  }

  @Override
  public int read() {
    return position < content.length ? content[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (position >= content.length) {
      return -1;
    }
    int count = Math.min(length, content.length - position);
    System.arraycopy(content, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return content.length - position;
  }
}
