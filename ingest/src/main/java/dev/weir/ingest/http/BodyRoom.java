package dev.weir.ingest.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits the heap used by response bodies, shared by all concurrent fetches: however many servers
 * send large responses at once, together they stay below the limit. Each response's first bytes are
 * free, so that ordinary ones never wait. Thread-safe.
 */
final class BodyRoom {
  /** Responses up to this length are not counted. */
  static final int FREE = 64 << 10;

  private static final int UNIT = 1 << 10;
  private static final int PIECE = 256 << 10;

  private final Semaphore units;
  private final long bytes;
  private final Duration patience;

  /**
   * @param patience how long a response waits for others to finish
   */
  BodyRoom(long bytes, Duration patience) {
    this.bytes = bytes;
    this.units = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes / UNIT), true);
    this.patience = patience;
  }

  /** An eighth of the heap, but enough for two responses of maximum length. */
  static BodyRoom ofHeap(long maxBytes) {
    long eighth = Runtime.getRuntime().maxMemory() / 8;
    return new BodyRoom(Math.max(eighth, 2 * (maxBytes + PIECE)), Duration.ofSeconds(5));
  }

  Lease lease() {
    return new Lease();
  }

  /** The room taken by one response. Not thread-safe. */
  final class Lease implements AutoCloseable {
    private int taken;

    /**
     * Takes room for a body that has grown to a length.
     *
     * @throws IOException if none becomes free in time
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
