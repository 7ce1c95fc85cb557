package dev.weir.ingest.shard;

import dev.weir.ingest.shard.run.SourceRun;
import dev.weir.ingest.shard.run.SourceState;
import dev.weir.ingest.shard.run.SourceStats;
import dev.weir.schemas.settings.Durations;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard that this instance owns, with a thread of its own; after a failure it is reopened, until
 * it is closed.
 */
final class Shard {

  private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

  private final int number;
  private final List<SourceStats> sources;
  private final ShardContext context;
  private final ShardSignal signal = new ShardSignal();
  private final Thread thread;

  Shard(int number, List<SourceStats> sources, ShardContext context) {
    this.number = number;
    this.sources = List.copyOf(sources);
    this.context = context;
    this.thread = new Thread(this::run, "shard-" + number);
    this.thread.setDaemon(true);
  }

  void open() {
    thread.start();
  }

  /** Starts a clean stop: finishes running polls and commits. */
  void close() {
    signal.stop();
  }

  /** Starts a stop without committing: another instance owns the shard. */
  void lose() {
    signal.lose();
  }

  /** Waits until the thread and its producer have ended. */
  void awaitClosed() throws InterruptedException {
    thread.join();
  }

  private void run() {
    try {
      int failures = 0;
      while (!signal.isStopping()) {
        enter(SourceState.OPENING, "");
        long commits = 0;
        try (ShardSession session = ShardSession.open(context, number, sources, signal)) {
          try {
            LOG.atInfo().addKeyValue("shard", number).log("Opened");
            session.run(signal);
            return;
          } finally {
            commits = session.commits();
          }
        } catch (Exception e) {
          failures = commits > 0 ? 1 : failures + 1;
          backOff(failures, e);
        }
      }
    } catch (InterruptedException e) {
      LOG.atWarn().addKeyValue("shard", number).log("Interrupted");
    } finally {
      enter(signal.isLost() ? SourceState.ELSEWHERE : SourceState.STOPPED, "");
      LOG.atInfo().addKeyValue("shard", number).log("Closed");
    }
  }

  private void backOff(int failures, Exception e) throws InterruptedException {
    if (e instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    Duration delay =
        context.serverBackoff().delay(failures, ThreadLocalRandom.current().nextDouble());
    String reason = SourceRun.describe(e);
    LOG.atWarn()
        .addKeyValue("shard", number)
        .addKeyValue("failures", failures)
        .addKeyValue("retry-in", Durations.format(delay))
        .setCause(failures == 1 ? e : null)
        .log("The shard failed, and is opened again: {}", reason);
    enter(
        SourceState.BACKING_OFF,
        "shard " + number + " is opened again in " + Durations.format(delay) + ": " + reason);
    signal.pause(delay);
  }

  private void enter(SourceState state, String detail) {
    sources.forEach(source -> source.enter(state, detail));
  }
}
