package dev.weir.scrapers.xml;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one large document be read at a time: expanded, decoded and parsed it takes many times its
 * length, and many sources may be answered by large ones at once. Safe for use by several threads.
 */
public final class LargeDocuments {
  private static final int LARGE = 1 << 20;
  private static final ReentrantLock TURN = new ReentrantLock(true);

  private LargeDocuments() {}

  /** What is done with a document. */
  @FunctionalInterface
  public interface Reading<T, E extends Exception> {
    T read() throws E;
  }

  /** Reads a document, in turn where its length is that of a large one. */
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
