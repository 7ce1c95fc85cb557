package dev.weir.spark.running;

import dev.weir.schemas.Backoff;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.topic.TopicCatalog;
import dev.weir.spark.decode.RegistryLink;
import dev.weir.spark.owner.Claim;
import dev.weir.spark.owner.Lease;
import dev.weir.spark.owner.OwnedElsewhereException;
import dev.weir.spark.stack.JobSettings;
import dev.weir.spark.stack.KafkaLink;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Runs one named query: starts it, tells its sink of each batch, starts it again with back-off when
 * it fails. Runs in a thread of its own; {@link #stop} and {@link #part} may be called by others.
 */
final class QueryRunner implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(QueryRunner.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(45);

  /** The state of a query that another process runs. */
  private static final String WAITING = "waiting-for-owner";

  /** Between two looks, each of which waits for an owner that is about to end. */
  private static final Duration OWNER_PAUSE = Duration.ofSeconds(10);

  private static final long WATCH_MILLIS = 100;

  private final StreamQuery query;
  private final SparkSession root;
  private final JobSettings settings;
  private final Gaps gaps;
  private final boolean waitsForOwner;
  private final QueryStatus status;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private boolean isWaiting;
  private int failures;
  private volatile boolean isBroken;
  private volatile boolean isRefused;

  /**
   * @param waitsForOwner whether it waits where another process runs the query, and takes over when
   *     that ends; else it is refused
   */
  QueryRunner(
      StreamQuery query,
      SparkSession root,
      JobSettings settings,
      Gaps gaps,
      boolean waitsForOwner) {
    this.query = query;
    this.root = root;
    this.settings = settings;
    this.gaps = gaps;
    this.waitsForOwner = waitsForOwner;
    this.status = new QueryStatus(query.name());
  }

  /** Asks for an end after the batch that is under way. */
  void stop() {
    stopping.countDown();
  }

  /** Whether it ended because it failed too often. */
  boolean isBroken() {
    return isBroken;
  }

  /** Whether it ended because it must not go on as things stand. */
  boolean isRefused() {
    return isRefused;
  }

  ProgramStatus.Part part() {
    return status.part();
  }

  @Override
  public void run() {
    while (!isStopping()) {
      try {
        runOnce();
        status.become("stopped", "");
      } catch (OwnedElsewhereException e) {
        if (!waitsForOwner) {
          refuse(String.valueOf(e.getMessage()));
          return;
        }
        waitFor(e);
      } catch (RefusedException e) {
        refuse(String.valueOf(e.getMessage()));
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Error e) {
        // As without memory: the application ends, and whoever watches it starts it anew.
        status.become("failed", ErrorClassifier.summary(e));
        isBroken = true;
        throw e;
      } catch (Exception e) {
        if (isStopping()) {
          LOG.atWarn().addKeyValue("query", query.name()).setCause(e).log("Failed while stopping");
          status.become("stopped", ErrorClassifier.summary(e));
          return;
        }
        if (ErrorClassifier.isOtherState(e)) {
          refuse(
              "Query %s: expected a checkpoint of this query, got one of another shape, as another version may have left it, in %s/%1$s (%s). Move the folder away to begin a new generation."
                  .formatted(query.name(), settings.checkpointDir(), ErrorClassifier.summary(e)));
          return;
        }
        if (ErrorClassifier.isRestart(e)) {
          LOG.atInfo().addKeyValue("query", query.name()).log(ErrorClassifier.summary(e));
        } else if (ErrorClassifier.isReportOfRepeatedBatch(e)) {
          LOG.atInfo()
              .addKeyValue("query", query.name())
              .log("Repeated the batch that was cut off");
        } else if (!pauseAfter(e)) {
          return;
        }
      }
    }
  }

  /** Ends this query alone: what keeps it from going on says nothing about the others. */
  private void refuse(String reason) {
    LOG.atError().addKeyValue("query", query.name()).log(reason);
    status.become("refused", reason);
    isRefused = true;
  }

  /** Waits a while for the owner to end. That another process runs the query is no failure. */
  private void waitFor(OwnedElsewhereException owner) {
    String message = "Waits until its owner ends. " + owner.getMessage();
    if (!isWaiting) {
      LOG.atWarn().addKeyValue("query", query.name()).log(message);
    }
    isWaiting = true;
    status.become(WAITING, message);
    try {
      if (stopping.await(OWNER_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        status.become("stopped", "");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits a while after a failure; false when there were too many. */
  private boolean pauseAfter(Exception failure) {
    failures++;
    String summary = ErrorClassifier.summary(failure);
    LoggingEventBuilder line =
        LOG.atError()
            .addKeyValue("query", query.name())
            .addKeyValue("failures", failures)
            .addKeyValue("cause", summary);
    (ErrorClassifier.isRegistryAway(failure) ? line : line.setCause(failure)).log("Query failed");
    if (failures >= settings.queries().maxFailures()) {
      status.become("failed", summary);
      isBroken = true;
      return false;
    }
    status.become("backing-off", summary);
    try {
      boolean isStopped = stopping.await(BACKOFF.delay(failures).toMillis(), TimeUnit.MILLISECONDS);
      return !isStopped;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void runOnce() throws Exception {
    if (!isWaiting) {
      status.become("starting", "");
    }
    KafkaLink kafka = KafkaLink.of(settings.stack());
    try (Lease lease = Lease.acquire(kafka, query.name())) {
      isWaiting = false;
      status.become("starting", "");
      runOwned(kafka, lease);
    }
  }

  private void runOwned(KafkaLink kafka, Lease lease) throws Exception {
    QueryContext context = prepare(kafka, lease.claim());
    Sink sink = query.sink(context);
    StreamingQuery running = start(query.live(context), sink, context);
    status.become("running", "");
    LOG.atInfo()
        .addKeyValue("query", query.name())
        .addKeyValue("generation", context.generation())
        .log("Query started");
    try {
      watch(running, sink, lease);
    } finally {
      running.stop();
    }
  }

  private QueryContext prepare(KafkaLink kafka, Claim claim) throws Exception {
    RegistryLink registry =
        new RegistryLink(
            settings.stack().registryUrl(),
            settings
                .stack()
                .dataDir()
                .resolve("cache")
                .resolve("schemas")
                .toAbsolutePath()
                .toString(),
            kafka.clusterId());
    SparkSession session = root.newSession();
    Checkpoint checkpoint =
        new Checkpoint(
            settings.checkpointDir(), query.name(), session.sparkContext().hadoopConfiguration());
    return StartupChecks.check(
        query,
        new QueryContext(
            session, settings, kafka, registry, TopicCatalog.load(), checkpoint, 0, gaps, claim));
  }

  private StreamingQuery start(Dataset<Row> output, Sink sink, QueryContext context)
      throws TimeoutException {
    context.session().sparkContext().setLocalProperty("spark.scheduler.pool", query.name());
    context.session().streams().addListener(new IdleListener(status));
    CompletableFuture<StreamingQuery> started = new CompletableFuture<>();
    VoidFunction2<Dataset<Row>, Long> writer =
        (rows, batch) -> {
          sink.writer().write(rows, batch);
          BatchInProgress now = BatchInProgress.of(started.get());
          sink.writer().dropped(now.droppedRows(), now.watermark(), batch);
          noteDropped(now, batch);
        };
    StreamingQuery running =
        output
            .writeStream()
            .queryName(query.name())
            .outputMode(sink.mode())
            .trigger(Trigger.ProcessingTime(sink.trigger().toMillis()))
            .option("checkpointLocation", context.checkpoint().location())
            .foreachBatch(writer)
            .start();
    started.complete(running);
    return running;
  }

  private void watch(StreamingQuery running, Sink sink, Lease lease) throws Exception {
    ProgressFeed feed = new ProgressFeed(running);
    Optional<Instant> deadline = Optional.empty();
    while (!awaitEnd(running)) {
      if (!lease.isHeld()) {
        throw new IOException(
            "Query %s: the broker did not hear of this process for too long and gave the query up for another to own"
                .formatted(query.name()));
      }
      List<StreamingQueryProgress> done = feed.next();
      for (StreamingQueryProgress progress : done) {
        sink.afterBatch().accept(progress);
        status.progressed(progress);
        status.add(sink.writer().facts());
        failures = 0;
      }
      if (deadline.isPresent()) {
        boolean isBetweenBatches = !done.isEmpty() || !running.status().isTriggerActive();
        if (isBetweenBatches || Instant.now().isAfter(deadline.get())) {
          return;
        }
      } else if (isStopping()) {
        deadline = Optional.of(Instant.now().plus(STOP_PATIENCE));
      }
    }
  }

  /** Only a delay beyond {@code time.margin} on the way from a source to here leads to this. */
  private void noteDropped(BatchInProgress now, long batch) {
    if (now.droppedRows() > 0) {
      status.dropped(now.droppedRows());
      LOG.atWarn()
          .addKeyValue("query", query.name())
          .addKeyValue("batch", batch)
          .addKeyValue("rows", now.droppedRows())
          .addKeyValue("watermark", now.watermark())
          .log("Rows came after the watermark and are left out of the live numbers");
    }
  }

  private static boolean awaitEnd(StreamingQuery running) throws StreamingQueryException {
    return running.awaitTermination(WATCH_MILLIS);
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }
}
