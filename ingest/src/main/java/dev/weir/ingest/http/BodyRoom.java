package dev.weir.ingest.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Room on the heap for the bodies of answers, shared by all who fetch at the same time: however
 * many servers send large answers at once, together they take no more than this. Each answer's
 * first bytes are free, so that ordinary ones never wait. Safe for use by several threads.
 */
final class BodyRoom {
  /** An answer up to this length takes no room. */
  static final int FREE = 64 << 10;

  private static final int UNIT = 1 << 10;
  private static final int PIECE = 256 << 10;

  private final Semaphore units;
  private final long bytes;
  private final Duration patience;

  /**
   * Makes room.
   *
   * @param patience how long an answer waits for others to be done with
   */
  BodyRoom(long bytes, Duration patience) {
    this.bytes = bytes;
    this.units = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes / UNIT), true);
    this.patience = patience;
  }

  /** An eighth of the heap, but enough for two answers of the greatest length. */
  static BodyRoom ofHeap(long maxBytes) {
    long eighth = Runtime.getRuntime().maxMemory() / 8;
    return new BodyRoom(Math.max(eighth, 2 * (maxBytes + PIECE)), Duration.ofSeconds(5));
  }

  Lease lease() {
    return new Lease();
  }

  /** The room that one answer has taken. For one thread at a time. */
  final class Lease implements AutoCloseable {
    private int taken;

    /**
     * Takes room for a body that has grown to a length.
     *
     * @throws IOException where others leave none in time
     */
    void grow(long length) throws IOException {
      if (length <= FREE + (long) taken * UNIT) {
        return;
      }
      int more = PIECE / UNIT;
      try {
        if (!units.tryAcquire(more, patience.toNanos(), TimeUnit.NANOSECONDS)) {
          throw new IOException(
              "Expected room for an answer of "
                  + length
                  + " bytes or more, but answers that are being read take all "
                  + bytes
                  + " bytes that there are for them");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("Interrupted while waiting for room");
      }
      taken += more;
      grow(length);
    }

    @Override
    public void close() {
      units.release(taken);
      taken = 0;
    }
  }
}
