package dev.weir.ingest.shard.run;

import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.SourceRefusedException;
import dev.weir.ingest.source.StreamSource;
import dev.weir.schemas.settings.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream source while its shard is open, with a thread of its own. */
public final class StreamRun extends SourceRun {

  private static final Logger LOG = LoggerFactory.getLogger(StreamRun.class);

  /** A stream that ran this long without failing is healthy again. */
  private static final Duration HEALTHY = Duration.ofMinutes(1);

  /** A {@code once} run ends when a stream is silent for this long. */
  private static final Duration SILENCE_OF_ONCE = Duration.ofSeconds(15);

  private final StreamSource source;
  private final Inbox inbox;
  private final InstantSource clock;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Instant started;

  private volatile Optional<String> position;
  private volatile Instant lastHeard;
  private volatile boolean caughtUp;

  /** What {@link #startAfter} was told, before the thread began. */
  private int before;

  private @Nullable Exception beforeThat;

  public StreamRun(
      SourceStats stats, StreamSource source, Optional<String> position, RunContext context) {
    super(stats, context.once(), context.backoff());
    this.source = source;
    this.position = position;
    this.inbox = context.inbox();
    this.clock = context.clock();
    this.started = clock.instant();
    this.lastHeard = started;
    this.thread = new Thread(this::follow, "stream-" + source.id());
    this.thread.setDaemon(true);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void startAfter(int failures, Exception failure) {
    before = failures;
    beforeThat = failure;
    thread.start();
  }

  private void follow() {
    try {
      stats.exclusive.lockInterruptibly();
    } catch (InterruptedException e) {
      return;
    }
    try {
      int failures = before;
      Exception earlier = beforeThat;
      if (earlier != null && !pause(failures, earlier)) {
        return;
      }
      while (!isStopping()) {
        Instant begun = clock.instant();
        lastHeard = begun;
        stats.enter(SourceState.RUNNING, "");
        stats.polled();
        Throwable failure = runOnce();
        if (isStopping() || caughtUp) {
          break;
        }
        failures = clock.instant().isAfter(begun.plus(HEALTHY)) ? 1 : failures + 1;
        if (!pause(failures, failure)) {
          break;
        }
      }
    } catch (InterruptedException e) {
      LOG.atDebug().addKeyValue("source", source.id()).log("Interrupted while it waited");
    } finally {
      stats.enter(SourceState.STOPPED, "");
      stats.exclusive.unlock();
    }
  }

  private Throwable runOnce() {
    try {
      source.run(position, this::emit);
      return new IllegalStateException("The stream ended");
    } catch (Exception | LinkageError | StackOverflowError e) {
      return e;
    }
  }

  /** Waits before the next attempt; false if a {@code once} run gives up. */
  private boolean pause(int failures, Throwable failure) throws InterruptedException {
    boolean refused = failure instanceof SourceRefusedException;
    recordFailure(failure);
    if (once && (refused || failures >= FAILURES_OF_ONCE)) {
      stats.enter(SourceState.FAILED, describe(failure));
      return false;
    }
    Duration delay = refused ? longestDelay() : delayAfter(failures);
    LOG.atWarn()
        .addKeyValue("source", source.id())
        .addKeyValue("failures", failures)
        .addKeyValue("retry-in", Durations.format(delay))
        .setCause(failure instanceof RuntimeException ? failure : null)
        .log("A stream failed: {}", describe(failure));
    stats.enter(
        refused ? SourceState.REFUSED : SourceState.BACKING_OFF,
        "again in " + Durations.format(delay) + ": " + describe(failure));
    return !stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void emit(PollResult piece) throws InterruptedException {
    if (isStopping()) {
      throw new InterruptedException("The shard is being closed");
    }
    succeeded();
    inbox.put(new SourceBatch(this, piece, clock.instant()));
    position = piece.nextPosition().or(() -> position);
    lastHeard = clock.instant();
    if (once
        && piece.extent() instanceof Completeness.Contiguous extent
        && !extent.until().isBefore(started)) {
      caughtUp = true;
      throw new InterruptedException("Caught up");
    }
  }

  @Override
  public void accepted(PollResult result) {}

  @Override
  public void committed() {
    boolean silent = once && clock.instant().isAfter(lastHeard.plus(SILENCE_OF_ONCE));
    if (silent) {
      stop();
    }
    if (caughtUp || silent) {
      stats.enter(SourceState.DONE, "");
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  @Override
  public void stop() {
    stopping.countDown();
    thread.interrupt();
  }

  @Override
  public void interrupt() {
    thread.interrupt();
  }

  @Override
  public boolean isIdle() {
    return !thread.isAlive();
  }
}
