package dev.weir.spark.running;

import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.status.StatusFile;
import dev.weir.spark.stack.JobSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several named queries in one application, each in a thread, a session and a scheduler pool of its
 * own. A query that is refused ends alone. The application ends when it is told to, when a query
 * has failed too often, or when no query is left.
 */
public final class StreamApplication {

  private static final Logger LOG = LoggerFactory.getLogger(StreamApplication.class);
  private static final long STATUS_MILLIS = 1000;

  private final List<QueryRunner> runners;
  private final List<Thread> threads;
  private final Optional<Path> statusFile;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** How it ended. */
  public enum Outcome {
    STOPPED,
    BROKEN
  }

  /**
   * @param waitsForOwners whether a query that another process runs waits until that ends; else it
   *     is refused
   */
  public StreamApplication(
      SparkSession session,
      JobSettings settings,
      List<StreamQuery> queries,
      Gaps gaps,
      boolean waitsForOwners,
      Optional<Path> statusFile) {
    this.runners =
        queries.stream()
            .map(query -> new QueryRunner(query, session, settings, gaps, waitsForOwners))
            .toList();
    this.threads =
        runners.stream()
            .map(runner -> new Thread(runner, "query-" + runner.part().name()))
            .toList();
    this.statusFile = statusFile;
  }

  /** Runs until {@link #stop}, or until it cannot go on; returns when all queries have ended. */
  public Outcome run() throws InterruptedException {
    try {
      threads.forEach(Thread::start);
      while (!stop.await(STATUS_MILLIS, TimeUnit.MILLISECONDS) && !isOver()) {
        writeStatus();
      }
      boolean isAsked = stop.getCount() == 0;
      runners.forEach(QueryRunner::stop);
      for (Thread thread : threads) {
        thread.join();
      }
      writeStatus();
      boolean isRefused = !isAsked && runners.stream().anyMatch(QueryRunner::isRefused);
      return isBroken() || isRefused ? Outcome.BROKEN : Outcome.STOPPED;
    } finally {
      ended.countDown();
    }
  }

  /** Asks for an end after the batches under way. */
  public void stop() {
    stop.countDown();
  }

  /**
   * As {@link #stop}, and waits until all queries have ended, or for a minute.
   *
   * @return whether they have
   */
  public boolean stopAndWait() {
    stop();
    try {
      boolean inTime = ended.await(1, TimeUnit.MINUTES);
      if (!inTime) {
        LOG.atWarn().log("Queries did not end within a minute");
      }
      return inTime;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isBroken() {
    return runners.stream().anyMatch(QueryRunner::isBroken);
  }

  private boolean isOver() {
    return isBroken() || threads.stream().noneMatch(Thread::isAlive);
  }

  private void writeStatus() {
    if (statusFile.isEmpty()) {
      return;
    }
    try {
      StatusFile.write(
          statusFile.get(),
          new ProgramStatus(
              "spark",
              ProcessHandle.current().pid(),
              Instant.now(),
              runners.stream().map(QueryRunner::part).toList()));
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", statusFile.get()).setCause(e).log("Cannot write the status");
    }
  }
}
