package dev.weir.ingest.shard.run;

import dev.weir.ingest.http.NeverWaits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs many polls on few threads. Polls of one scope run one after the other, in the order in which
 * they fell due; those of different scopes run concurrently. Polls of sources that failed last time
 * get at most a quarter of the threads, so that unresponsive servers do not delay others.
 */
public final class PollScheduler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PollScheduler.class);

  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor pool;
  private final int mostDoubtful;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Deque<String> waitingDoubtful = new ArrayDeque<>();
  private int runningDoubtful;

  /** A poll that is due. */
  private record Due(Runnable poll, boolean doubtful) {}

  /** What is due in a scope. Guarded by the scheduler. */
  private static final class Lane {
    private final Deque<Due> due = new ArrayDeque<>();
    private boolean busy;
  }

  /** Shared by many sources, so none may block on it waiting for a host's turn. */
  private static final class PollThread extends Thread implements NeverWaits {
    PollThread(Runnable task, int number) {
      super(task, "poll-" + number);
      setDaemon(true);
    }
  }

  /**
   * Starts threads on demand; they end after an idle minute.
   *
   * @param threads maximum number of concurrent polls
   */
  public PollScheduler(int threads) {
    AtomicInteger number = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            task -> new PollThread(task, number.incrementAndGet()),
            new ThreadPoolExecutor.DiscardPolicy());
    pool.allowCoreThreadTimeOut(true);
    mostDoubtful = Math.max(1, threads / 4);
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "poll-timer");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /**
   * Runs a poll of a healthy source, see {@link #schedule(String, Runnable, Duration, boolean)}.
   */
  Future<?> schedule(String scope, Runnable poll, Duration delay) {
    return schedule(scope, poll, delay, false);
  }

  /**
   * Runs a poll when the delay is over and the scope is free. Cancelling the returned future has no
   * effect after the delay.
   *
   * @param doubtful whether the source failed last time
   */
  Future<?> schedule(String scope, Runnable poll, Duration delay, boolean doubtful) {
    return timer.schedule(
        () -> enter(scope, new Due(poll, doubtful)),
        Math.max(0, delay.toMillis()),
        TimeUnit.MILLISECONDS);
  }

  private synchronized void enter(String scope, Due due) {
    Lane lane = lanes.computeIfAbsent(scope, name -> new Lane());
    lane.due.add(due);
    if (!lane.busy) {
      lane.busy = true;
      startNext(scope, lane);
    }
  }

  /** Starts the first of a busy lane, or lets the lane wait for a thread for doubtful ones. */
  private void startNext(String scope, Lane lane) {
    Due due = lane.due.peek();
    if (due == null) {
      lanes.remove(scope);
      return;
    }
    if (due.doubtful()) {
      if (runningDoubtful >= mostDoubtful) {
        waitingDoubtful.add(scope);
        return;
      }
      runningDoubtful++;
    }
    lane.due.remove();
    pool.execute(() -> run(scope, due));
  }

  private void run(String scope, Due due) {
    try {
      due.poll().run();
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("scope", scope).setCause(e).log("A poll ended unexpectedly");
    } finally {
      ended(scope, due);
    }
  }

  private synchronized void ended(String scope, Due due) {
    if (due.doubtful()) {
      runningDoubtful--;
      String waiting = waitingDoubtful.poll();
      if (waiting != null) {
        startNext(waiting, lane(waiting));
      }
    }
    startNext(scope, lane(scope));
  }

  private Lane lane(String scope) {
    return lanes.computeIfAbsent(scope, name -> new Lane());
  }

  /** Interrupts running polls and drops waiting ones. */
  @Override
  public void close() {
    timer.shutdownNow();
    pool.shutdownNow();
  }
}
