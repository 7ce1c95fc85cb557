package dev.weir.simulator.server;

import dev.weir.simulator.world.SkyEvent;

/** A connection to the Jetstream, and where it stands. */
final class JetstreamClient {
  private final Outbox outbox;
  private final Subscription subscription;
  private final long cursor;
  private long next;

  /**
   * Makes one.
   *
   * @param next the first item that it may be sent
   * @param cursor events of an earlier time, in microseconds, are not sent
   */
  JetstreamClient(Outbox outbox, Subscription subscription, long next, long cursor) {
    this.outbox = outbox;
    this.subscription = subscription;
    this.next = next;
    this.cursor = cursor;
  }

  Outbox outbox() {
    return outbox;
  }

  /** Whether it is sent the event. */
  boolean wants(SkyEvent event) {
    return event.timeMicros() >= cursor && subscription.wants(event);
  }

  /** The first item that it has not been sent. */
  long next() {
    return next;
  }

  void next(long item) {
    next = item;
  }
}
