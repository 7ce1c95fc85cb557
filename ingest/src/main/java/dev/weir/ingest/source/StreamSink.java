package dev.weir.ingest.source;

/** Where a {@link StreamSource} delivers what it received. Only for its source's thread. */
@FunctionalInterface
public interface StreamSink {

  /**
   * Delivers one batch: all of it, with its position, becomes visible in one transaction, or none
   * of it. Blocks while the publisher is behind, which gives the source back-pressure. Small
   * batches share transactions, so a batch may be a single message.
   *
   * <p>{@link PollResult#next()} is ignored here.
   *
   * @throws InterruptedException if the source must stop: its shard is being closed, or its last
   *     transaction failed
   */
  void emit(PollResult piece) throws InterruptedException;
}
