package dev.weir.ingest.shard;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a shard's thread to end, and how. */
final class ShardSignal {

  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean lost;

  /** Finish what runs, commit, end. */
  void stop() {
    stopping.countDown();
  }

  /** Somebody else owns the shard already: end without another word. */
  void lose() {
    lost = true;
    stopping.countDown();
  }

  boolean isStopping() {
    return stopping.getCount() == 0;
  }

  boolean isLost() {
    return lost;
  }

  /** Waits, but no longer than until the shard must end. */
  void pause(Duration time) throws InterruptedException {
    boolean ignored = stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
