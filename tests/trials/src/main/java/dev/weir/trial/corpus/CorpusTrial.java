package dev.weir.trial.corpus;

import dev.weir.simulator.corpus.Corpus;
import dev.weir.simulator.oracle.Oracle;
import dev.weir.simulator.oracle.Oracle.Recording;
import dev.weir.trial.Kept;
import dev.weir.trial.SmallWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs recordings through a whole Weir and says where each ended. It ends when two readings in a
 * row account for everything and are the same, or at a limit.
 */
public final class CorpusTrial {
  private static final String TIME = "{window: 10s, hop-size: 60s, hop-slide: 10s}";
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private final SmallWorld world;
  private final Corpus corpus;
  private final Instant started;
  private final Instant deadline;
  private final Consumer<String> progress;

  private CorpusTrial(SmallWorld world, Corpus corpus, Duration limit, Consumer<String> progress) {
    this.world = world;
    this.corpus = corpus;
    this.started = Instant.now();
    this.deadline = started.plus(limit);
    this.progress = progress;
  }

  /** What one reading found. */
  private record Reading(Holdings holdings, Accounts accounts) {
    Ledger ledger() {
      return accounts.ledger();
    }
  }

  /**
   * Starts everything, waits, and ends everything.
   *
   * @param folder where everything is kept; empty before
   * @param limit how long it may take
   * @param progress told in a line how far it is
   * @throws IOException where the stack gave up, or could not be read even once within the limit
   */
  public static CorpusReport run(
      Path folder, Corpus corpus, Duration limit, Consumer<String> progress) throws Exception {
    try (SmallWorld world = SmallWorld.ofRecordings(folder, corpus, TIME)) {
      return new CorpusTrial(world, corpus, limit, progress).run();
    }
  }

  private CorpusReport run() throws Exception {
    @Nullable Reading last = null;
    String problem = "nothing was served";
    boolean settled = false;
    while (!settled && Instant.now().isBefore(deadline)) {
      Thread.sleep(PAUSE.toMillis());
      if (!world.isUp()) {
        throw new IOException(
            "Expected the stack to run, it ended: " + world.cli().read("up", "err"));
      }
      Set<Recording> served = served();
      if (served.isEmpty()) {
        continue;
      }
      try {
        Reading reading = read(served);
        settled =
            last != null && reading.ledger().balanced() && reading.ledger().equals(last.ledger());
        last = reading;
        tell(reading.ledger());
      } catch (IOException | SQLException e) {
        problem = String.valueOf(e.getMessage());
        progress.accept("not to be read yet: " + problem);
      }
    }
    if (last == null) {
      throw new IOException("Expected recordings in the history within the limit: " + problem);
    }
    Duration took = Duration.between(started, Instant.now());
    return CorpusReport.of(corpus, last.holdings(), last.accounts(), took, settled);
  }

  private Set<Recording> served() throws IOException {
    return Set.copyOf(Oracle.read(world.oracle()).recordings());
  }

  private Reading read(Set<Recording> served) throws Exception {
    Holdings holdings = Holdings.read(new Kept(world.active()));
    return new Reading(holdings, Accounts.of(corpus, served, holdings));
  }

  private void tell(Ledger ledger) {
    StringBuilder line = new StringBuilder();
    line.append(Duration.between(started, Instant.now()).toSeconds()).append(" s: ");
    for (Kind kind : Kind.values()) {
      int open = ledger.count(kind, End.UNACCOUNTED);
      line.append(
          "%s %d of %d, "
              .formatted(kind.label(), ledger.recorded(kind) - open, ledger.recorded(kind)));
    }
    progress.accept(line.append("accounted for").toString());
  }
}
