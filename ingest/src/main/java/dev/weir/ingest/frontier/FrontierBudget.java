package dev.weir.ingest.frontier;

import java.util.concurrent.atomic.AtomicLong;

/** The maximum number of URLs in all stores of one process. Thread-safe. */
final class FrontierBudget {

  private final long limit;
  private final AtomicLong used = new AtomicLong();

  FrontierBudget(long limit) {
    this.limit = limit;
  }

  boolean isSpent() {
    return used.get() >= limit;
  }

  long used() {
    return used.get();
  }

  long limit() {
    return limit;
  }

  void add(long urls) {
    used.addAndGet(urls);
  }
}
