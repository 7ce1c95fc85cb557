package dev.weir.spark.stack;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code queries} of the settings file.
 *
 * @param trigger how often a query looks for new records; 1 s
 * @param historyTrigger how often {@code history} does, since each of its batches makes files and a
 *     snapshot, and {@code sessions}, since a session is told only when it is over; 10 s
 * @param shufflePartitions parts of each query's state, fixed by its first start; 2
 * @param maxOffsetsPerTrigger records of a topic that a query takes in one batch, {@code history}
 *     of its topics together; 200,000. It bounds the memory of a batch, and what is done again
 *     after a crash
 * @param run the queries to run when none are named
 * @param checkpointDir folder or URI, a folder a query in it; {@code checkpoints} in the data
 *     folder
 * @param maxFailures failures of a query in a row after which the application ends; 10
 * @param keptSnapshots how old a snapshot of the history's tables may be before it is forgotten,
 *     which bounds how far back one can look at a table as it was; 1 h
 */
public record QueriesSettings(
    Duration trigger,
    Duration historyTrigger,
    Integer shufflePartitions,
    Long maxOffsetsPerTrigger,
    List<String> run,
    @Nullable String checkpointDir,
    Integer maxFailures,
    Duration keptSnapshots) {

  public QueriesSettings(
      @Nullable Duration trigger,
      @Nullable Duration historyTrigger,
      @Nullable Integer shufflePartitions,
      @Nullable Long maxOffsetsPerTrigger,
      @Nullable List<String> run,
      @Nullable String checkpointDir,
      @Nullable Integer maxFailures,
      @Nullable Duration keptSnapshots) {
    this.trigger = trigger == null ? Duration.ofSeconds(1) : trigger;
    this.historyTrigger = historyTrigger == null ? Duration.ofSeconds(10) : historyTrigger;
    this.shufflePartitions = positive("shuffle-partitions", shufflePartitions, 2);
    this.maxOffsetsPerTrigger = maxOffsetsPerTrigger == null ? 200_000L : maxOffsetsPerTrigger;
    this.run =
        run == null
            ? List.of("history", "mentions", "counts", "links", "sessions")
            : List.copyOf(run);
    this.checkpointDir = checkpointDir;
    this.maxFailures = positive("max-failures", maxFailures, 10);
    this.keptSnapshots = keptSnapshots == null ? Duration.ofHours(1) : keptSnapshots;
    if (this.maxOffsetsPerTrigger < 1) {
      throw new IllegalArgumentException(
          "Expected queries.max-offsets-per-trigger above 0, got: " + maxOffsetsPerTrigger);
    }
  }

  private static int positive(String key, @Nullable Integer value, int fallback) {
    if (value != null && value < 1) {
      throw new IllegalArgumentException("Expected queries." + key + " above 0, got: " + value);
    }
    return value == null ? fallback : value;
  }
}
