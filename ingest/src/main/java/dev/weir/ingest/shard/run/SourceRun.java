package dev.weir.ingest.shard.run;

import dev.weir.ingest.source.PollResult;
import dev.weir.schemas.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A source while its shard is open. A shard that is re-opened runs its sources anew; what an
 * earlier run still yields goes to a closed inbox.
 */
public abstract sealed class SourceRun permits PollRun, StreamRun {

  /** After so many failures in a row, a run of once gives a source up. */
  static final int FAILURES_OF_ONCE = 3;

  final SourceStats stats;
  final boolean once;
  private final Backoff backoff;
  private volatile boolean failing;

  SourceRun(SourceStats stats, boolean once, Backoff backoff) {
    this.stats = stats;
    this.once = once;
    this.backoff = backoff;
  }

  public final String id() {
    return stats.source().id();
  }

  public final SourceStats stats() {
    return stats;
  }

  /** Begins. Called once. */
  public abstract void start();

  /**
   * Begins as after some failures in a row, with the delay that follows from them. In place of
   * {@link #start}.
   */
  public abstract void startAfter(int failures, Exception failure);

  /**
   * Begins nothing new; what is running may end by itself if that is soon, and a stream is
   * interrupted.
   */
  public abstract void stop();

  /** Interrupts what is still running. */
  public abstract void interrupt();

  /** Whether nothing of it runs any more; only after {@link #stop}. */
  public abstract boolean isIdle();

  /** Its result became part of the open transaction. On the shard's thread. */
  public abstract void accepted(PollResult result);

  /** All that was accepted is committed. On the shard's thread. */
  public abstract void committed();

  /** Whether its last try failed. */
  public final boolean isFailing() {
    return failing;
  }

  final void succeeded() {
    failing = false;
  }

  /** Takes note of a failure, for status and coverage. */
  final void recordFailure(Throwable e) {
    failing = true;
    stats.failed(describe(e));
  }

  final Duration delayAfter(int failures) {
    return backoff.delay(failures, ThreadLocalRandom.current().nextDouble());
  }

  final Duration longestDelay() {
    return backoff.limit();
  }

  public static String describe(Throwable e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : e.getClass().getSimpleName() + ": " + message;
  }
}
