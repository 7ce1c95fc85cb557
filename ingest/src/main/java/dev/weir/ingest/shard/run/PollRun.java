package dev.weir.ingest.shard.run;

import dev.weir.ingest.http.PollMemory;
import dev.weir.ingest.http.TurnAwaitedException;
import dev.weir.ingest.source.Frontier;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.source.SourceRefusedException;
import dev.weir.schemas.settings.Durations;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A poll source while its shard is open, with at most one running poll or pending result at any
 * time.
 */
public final class PollRun extends SourceRun {

  /** Of a poll that waits for its turn. */
  private volatile @Nullable PollMemory memory;

  private static final Logger LOG = LoggerFactory.getLogger(PollRun.class);

  /** Maximum wait of a {@code once} run for a source that asks for a delay. */
  private static final Duration PATIENCE_OF_ONCE = Duration.ofMinutes(1);

  private final PollSource source;
  private final PollScheduler scheduler;
  private final Inbox inbox;
  private final Frontier frontier;
  private final InstantSource clock;
  private final Duration firstDelay;

  private Optional<String> position;
  private int failures;
  private boolean stopped;
  private boolean sleeping;
  private boolean finished;
  private @Nullable Thread polling;
  private @Nullable Future<?> scheduled;

  public PollRun(
      SourceStats stats, PollSource source, Optional<String> position, RunContext context) {
    super(stats, context.once(), context.backoff());
    this.source = source;
    this.position = position;
    this.scheduler = context.scheduler();
    this.inbox = context.inbox();
    this.frontier = context.frontier();
    this.clock = context.clock();
    this.firstDelay = context.firstDelay();
  }

  @Override
  public void start() {
    schedule(firstDelay);
  }

  @Override
  public void startAfter(int inARow, Exception failure) {
    synchronized (this) {
      failures = inARow - 1;
    }
    failed(failure, SourceState.BACKING_OFF);
  }

  private synchronized void schedule(Duration delay) {
    if (!stopped) {
      scheduled = scheduler.schedule(source.scope(), this::poll, delay, isFailing());
    }
  }

  private void poll() {
    Optional<String> from;
    synchronized (this) {
      if (stopped) {
        return;
      }
      polling = Thread.currentThread();
      sleeping = false;
      from = position;
    }
    try {
      stats.exclusive.lockInterruptibly();
      try {
        stats.enter(SourceState.RUNNING, "");
        PollResult result = answered(from);
        stats.polled();
        synchronized (this) {
          failures = 0;
        }
        succeeded();
        inbox.offer(new SourceBatch(this, result, clock.instant()));
      } finally {
        stats.exclusive.unlock();
      }
    } catch (TurnAwaitedException e) {
      stats.enter(SourceState.WAITING, "for its turn at " + e.domain());
      schedule(e.delay());
    } catch (InterruptedException e) {
      stats.enter(SourceState.STOPPED, "");
    } catch (SourceRefusedException e) {
      stats.polled();
      failed(e, SourceState.REFUSED);
    } catch (Exception | LinkageError | StackOverflowError e) {
      stats.polled();
      failed(e, SourceState.BACKING_OFF);
    } finally {
      released();
    }
  }

  /** Polls, or continues the poll that had to wait for its turn. */
  private PollResult answered(Optional<String> from) throws IOException, InterruptedException {
    PollMemory known = memory;
    PollMemory current = known == null ? new PollMemory(clock.instant()) : known;
    memory = null;
    current.enter();
    boolean waits = false;
    try {
      return source.poll(new PollRequest(from, current.begun(), frontier));
    } catch (TurnAwaitedException e) {
      waits = remember(current);
      throw e;
    } finally {
      PollMemory.leave();
      if (!waits) {
        current.close();
      }
    }
  }

  private synchronized boolean remember(PollMemory current) {
    memory = stopped ? null : current;
    return !stopped;
  }

  /** Abandons a poll that waits for its turn. */
  private synchronized void forget() {
    PollMemory known = memory;
    memory = null;
    if (known != null) {
      known.close();
    }
  }

  /** After this the thread is no longer interrupted for this run. */
  private synchronized void released() {
    polling = null;
    boolean ignored = Thread.interrupted();
  }

  private void failed(Throwable e, SourceState state) {
    recordFailure(e);
    int inARow;
    synchronized (this) {
      if (stopped) {
        return;
      }
      inARow = ++failures;
    }
    if (once && (inARow >= FAILURES_OF_ONCE || state == SourceState.REFUSED)) {
      stats.enter(SourceState.FAILED, describe(e));
      return;
    }
    Duration delay = state == SourceState.REFUSED ? longestDelay() : delayAfter(inARow);
    LOG.atWarn()
        .addKeyValue("source", source.id())
        .addKeyValue("failures", inARow)
        .addKeyValue("retry-in", Durations.format(delay))
        .setCause(e instanceof RuntimeException ? e : null)
        .log("A poll failed: {}", describe(e));
    stats.enter(state, "again in " + Durations.format(delay) + ": " + describe(e));
    schedule(delay);
  }

  @Override
  public void accepted(PollResult result) {
    synchronized (this) {
      position = result.nextPosition().or(() -> position);
    }
    Next next = result.next();
    Duration delay = source.interval();
    boolean more = false;
    if (next instanceof Next.Immediately) {
      delay = Duration.ZERO;
      more = true;
    } else if (next instanceof Next.After after) {
      delay = after.delay();
      more = delay.compareTo(PATIENCE_OF_ONCE) <= 0;
    }
    if (once && !more) {
      finished = true;
      return;
    }
    if (next instanceof Next.Interval) {
      sleep();
      return;
    }
    stats.enter(
        SourceState.WAITING, delay.isZero() ? "" : "next poll in " + Durations.format(delay));
    schedule(delay);
  }

  /** Until the interval is over or a frontier entry is due. */
  private void sleep() {
    Duration delay =
        untilDue().filter(due -> due.compareTo(source.interval()) < 0).orElse(source.interval());
    stats.enter(SourceState.WAITING, "next poll in " + Durations.format(source.interval()));
    synchronized (this) {
      sleeping = true;
      schedule(delay);
    }
  }

  private Optional<Duration> untilDue() {
    return source
        .frontierDomain()
        .flatMap(frontier::nextDue)
        .map(due -> Duration.between(clock.instant(), due))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  public Optional<String> frontierDomain() {
    return source.frontierDomain();
  }

  /** Its part of the frontier changed. */
  public void frontierChanged() {
    Optional<Duration> due = untilDue().filter(left -> left.compareTo(source.interval()) < 0);
    synchronized (this) {
      if (sleeping && due.isPresent() && scheduled != null && scheduled.cancel(false)) {
        schedule(due.get());
      }
    }
  }

  @Override
  public void committed() {
    if (finished) {
      stats.enter(SourceState.DONE, "");
    }
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    if (scheduled != null) {
      scheduled.cancel(false);
    }
    forget();
  }

  @Override
  public synchronized void interrupt() {
    if (polling != null) {
      polling.interrupt();
    }
  }

  @Override
  public synchronized boolean isIdle() {
    return polling == null;
  }
}
