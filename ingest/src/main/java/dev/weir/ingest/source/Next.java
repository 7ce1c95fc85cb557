package dev.weir.ingest.source;

import java.time.Duration;

/** When a source wants its next poll, and whether more data is available now. */
public sealed interface Next {

  /** No more data for now: poll again after the source's interval. */
  record Interval() implements Next {}

  /**
   * More data: poll again as soon as its scope is free. Other sources of the scope get their turn
   * in between.
   */
  record Immediately() implements Next {}

  /**
   * There is (or may be) more data, but not before the delay is over: politeness, or a server's
   * Retry-After. A {@code once} run waits for it.
   */
  record After(Duration delay) implements Next {
    public After {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("Expected a delay of at least zero, got: " + delay);
      }
    }
  }

  static Next interval() {
    return new Interval();
  }

  static Next immediately() {
    return new Immediately();
  }

  static Next after(Duration delay) {
    return new After(delay);
  }
}
