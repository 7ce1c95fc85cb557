package dev.weir.ingest.shard.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Results waiting for their shard's thread. Poll sources leave at most one each; stream sources
 * wait while it is full.
 */
public final class Inbox {

  private final int capacity;
  private final Deque<SourceBatch> pieces = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int weight;
  private boolean closed;

  /**
   * @param capacity number of records above which {@link #put} waits
   */
  public Inbox(int capacity) {
    this.capacity = capacity;
  }

  /** Adds without waiting. A closed inbox drops the result: its source will be polled again. */
  void offer(SourceBatch piece) {
    lock.lock();
    try {
      if (!closed) {
        add(piece);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds, and waits for room first.
   *
   * @throws InterruptedException if interrupted, or if it is closed
   */
  void put(SourceBatch piece) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && weight >= capacity) {
        changed.await();
      }
      if (closed) {
        throw new InterruptedException("The shard was closed");
      }
      add(piece);
    } finally {
      lock.unlock();
    }
  }

  private void add(SourceBatch piece) {
    pieces.add(piece);
    weight += piece.weight();
    changed.signalAll();
  }

  /** The next piece; null if there is none within the time. */
  @Nullable
  public SourceBatch take(Duration timeout) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = timeout.toNanos();
      while (pieces.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      SourceBatch piece = pieces.poll();
      if (piece != null) {
        weight -= piece.weight();
        changed.signalAll();
      }
      return piece;
    } finally {
      lock.unlock();
    }
  }

  public boolean isEmpty() {
    lock.lock();
    try {
      return pieces.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Drops waiting and later results. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      pieces.clear();
      weight = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
