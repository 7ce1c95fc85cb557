package dev.weir.ingest.shard;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets many polls share few threads. Polls of one scope run one after the other, in the order in
 * which they fell due; those of different scopes run side by side.
 */
final class PollScheduler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PollScheduler.class);

  private final ScheduledThreadPoolExecutor pool;
  private final Map<String, Lane> lanes = new HashMap<>();

  /** What is due in a scope. Guarded by the scheduler. */
  private static final class Lane {
    private final Deque<Runnable> due = new ArrayDeque<>();
    private boolean busy;
  }

  PollScheduler(int threads) {
    AtomicInteger number = new AtomicInteger();
    pool =
        new ScheduledThreadPoolExecutor(
            threads,
            task -> {
              Thread thread = new Thread(task, "poll-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.setRemoveOnCancelPolicy(true);
    pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /**
   * Runs a poll when the delay is over and the scope is free. Cancelling what is returned has no
   * effect after the delay.
   */
  Future<?> schedule(String scope, Runnable poll, Duration delay) {
    return pool.schedule(
        () -> enter(scope, poll), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
  }

  private void enter(String scope, Runnable poll) {
    synchronized (this) {
      Lane lane = lanes.computeIfAbsent(scope, name -> new Lane());
      lane.due.add(poll);
      if (lane.busy) {
        return;
      }
      lane.busy = true;
    }
    runNext(scope);
  }

  private void runNext(String scope) {
    Runnable poll;
    synchronized (this) {
      Lane lane = lanes.get(scope);
      poll = lane == null ? null : lane.due.poll();
      if (poll == null) {
        lanes.remove(scope);
        return;
      }
    }
    try {
      poll.run();
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("scope", scope).setCause(e).log("A poll ended unexpectedly");
    } finally {
      pool.execute(() -> runNext(scope));
    }
  }

  /** Interrupts what runs, and forgets what waits. */
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
