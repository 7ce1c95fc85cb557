package dev.weir.simulator.server;

/** Answers for one host name. Called with the simulation's lock held; never blocks. */
interface VirtualHost {
  Reply answer(Request request);

  /** Whether the faults of requests strike here. */
  default boolean faulty(Request request) {
    return true;
  }

  /** Whether it answers at all. */
  default boolean answers() {
    return true;
  }

  /** The reply to a reader that came too often, with the headers that this host adds. */
  default Reply limited(Reply reply) {
    return reply;
  }
}
