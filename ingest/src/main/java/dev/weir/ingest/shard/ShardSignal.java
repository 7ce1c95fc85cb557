package dev.weir.ingest.shard;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a shard's thread to stop, and how. */
final class ShardSignal {

  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean lost;

  /** Finish running polls, commit, stop. */
  void stop() {
    stopping.countDown();
  }

  /** Another instance already owns the shard: stop at once. */
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

  /** Waits, at most until the shard must stop. */
  void pause(Duration time) throws InterruptedException {
    boolean ignored = stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
