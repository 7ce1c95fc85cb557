package dev.weir.scrapers.xml;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Processes large documents one at a time: expanded, decoded and parsed, a document takes many
 * times its length, and many sources may return large ones at once. Thread-safe.
 */
public final class LargeDocuments {
  private static final int LARGE = 1 << 20;
  private static final ReentrantLock TURN = new ReentrantLock(true);

  private LargeDocuments() {}

  /** Processes a document. */
  @FunctionalInterface
  public interface Reading<T, E extends Exception> {
    T read() throws E;
  }

  /** Processes a document; large ones take turns. */
  public static <T, E extends Exception> T inTurn(long length, Reading<T, E> reading) throws E {
    if (length < LARGE) {
      return reading.read();
    }
    TURN.lock();
    try {
      return reading.read();
    } finally {
      TURN.unlock();
    }
  }
}
