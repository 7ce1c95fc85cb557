package dev.weir.ingest.source;

/** Where a {@link StreamSource} hands over what it received. For the thread of its source alone. */
@FunctionalInterface
public interface StreamSink {

  /**
   * Hands over one piece: all of it, with its position, becomes visible in one transaction, or none
   * of it. Blocks while the publisher is behind, which is the source's back-pressure. Small pieces
   * are gathered into shared transactions, so a piece may be a single message.
   *
   * <p>{@link PollResult#next()} has no meaning here.
   *
   * @throws InterruptedException if the source must stop: its shard is being closed, or its last
   *     transaction failed
   */
  void emit(PollResult piece) throws InterruptedException;
}
