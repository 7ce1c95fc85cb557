package dev.weir.ingest.shard.run;

import dev.weir.ingest.source.PollResult;
import dev.weir.schemas.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A source while its shard is open. A reopened shard runs its sources anew; results of an earlier
 * run go to a closed inbox.
 */
public abstract sealed class SourceRun permits PollRun, StreamRun {

  /** A {@code once} run gives up a source after this many failures in a row. */
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
   * Starts as after some failures in a row, with the resulting delay. Called instead of {@link
   * #start}.
   */
  public abstract void startAfter(int failures, Exception failure);

  /**
   * Starts nothing new; a running poll may end by itself for a short time, a stream is interrupted.
   */
  public abstract void stop();

  /** Interrupts what is still running. */
  public abstract void interrupt();

  /** Whether everything has ended; only after {@link #stop}. */
  public abstract boolean isIdle();

  /** Its result was added to the open transaction. On the shard's thread. */
  public abstract void accepted(PollResult result);

  /** Everything accepted is committed. On the shard's thread. */
  public abstract void committed();

  /** Whether its last try failed. */
  public final boolean isFailing() {
    return failing;
  }

  final void succeeded() {
    failing = false;
  }

  /** Records a failure, for status and coverage. */
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
