package dev.weir.ingest.frontier;

import java.util.concurrent.atomic.AtomicLong;

/** How many URLs the stores of one process may hold together. Safe for use by several threads. */
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
