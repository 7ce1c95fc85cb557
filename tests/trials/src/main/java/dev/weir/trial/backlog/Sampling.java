package dev.weir.trial.backlog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.infra.local.folder.DataFolder;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.trial.backlog.SparkRun.Heap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is seen of the queries while Spark runs, over one or two runs. */
final class Sampling {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Samples in a row in which nothing is left to read, until it is believed. */
  private static final int QUIET = 20;

  private final Map<String, Seen> queries = new TreeMap<>();
  private Instant begun = Instant.MAX;
  private Instant runBegun = Instant.MAX;
  private Duration ran = Duration.ZERO;
  private Heap heap = new Heap(0, 0);
  private int quiet;

  private static final class Seen {
    private long lastBatch = -1;
    private long lag = Long.MAX_VALUE;
    private long batches;
    private long read;
    private long largest;
    private long droppedBefore;
    private long dropped;
    private long doneAgain;
    private Optional<Instant> first = Optional.empty();
    private Optional<Duration> done = Optional.empty();
  }

  void begin(SparkRun spark) {
    begun = begun.isBefore(spark.started()) ? begun : spark.started();
    runBegun = spark.started();
    quiet = 0;
    queries.values().forEach(seen -> seen.lastBatch = -1);
  }

  void sample(Map<String, ProgramStatus.Part> parts) {
    parts.forEach(
        (name, part) -> {
          if (!part.facts().containsKey("batch")) {
            return;
          }
          Seen seen = queries.computeIfAbsent(name, any -> new Seen());
          long batch = number(part, "batch");
          if (batch != seen.lastBatch) {
            seen.lastBatch = batch;
            seen.batches = Math.max(seen.batches, batch + 1);
            seen.read += number(part, "input_rows");
            seen.largest = Math.max(seen.largest, number(part, "input_rows"));
          }
          seen.lag = number(part, "lag");
          seen.dropped = number(part, "rows_dropped");
          if (seen.lag > 0) {
            seen.done = Optional.empty();
          } else if (seen.done.isEmpty()) {
            seen.done = Optional.of(ran.plus(Duration.between(runBegun, Instant.now())));
          }
        });
    quiet = queries.values().stream().allMatch(seen -> seen.lag == 0) ? quiet + 1 : 0;
  }

  private static long number(ProgramStatus.Part part, String fact) {
    return part.facts().get(fact) instanceof Number number ? number.longValue() : 0;
  }

  boolean isDone(String... names) {
    return queries.size() == names.length && quiet >= QUIET;
  }

  /** Records that a query has read in all, as far as was seen. */
  long read(String query) {
    return queries.containsKey(query) ? queries.get(query).read : 0;
  }

  String lags() {
    StringBuilder lags = new StringBuilder();
    queries.forEach((name, seen) -> lags.append("%s lacks %,d; ".formatted(name, seen.lag)));
    return lags.toString();
  }

  /** Takes note of what a run that was killed leaves undone. */
  void killed(DataFolder data, SparkRun spark) throws IOException {
    end(spark);
    for (Map.Entry<String, Seen> query : queries.entrySet()) {
      Seen seen = query.getValue();
      seen.droppedBefore += seen.dropped;
      seen.dropped = 0;
      seen.lag = Long.MAX_VALUE;
      seen.doneAgain = undone(data.root().resolve("checkpoints").resolve(query.getKey()));
    }
  }

  void end(SparkRun spark) throws IOException {
    ran = ran.plus(Duration.between(runBegun, Instant.now()));
    heap = heap.most(spark.heap());
  }

  /** Records between the last batch that was planned and the last that was committed. */
  private static long undone(Path checkpoint) throws IOException {
    long planned = last(checkpoint.resolve("offsets"));
    long committed = last(checkpoint.resolve("commits"));
    return committed < 0 || planned <= committed
        ? 0
        : offsets(checkpoint, planned) - offsets(checkpoint, committed);
  }

  private static long last(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.matches("\\d+"))
          .mapToLong(Long::parseLong)
          .max()
          .orElse(-1);
    }
  }

  private static long offsets(Path checkpoint, long batch) throws IOException {
    long sum = 0;
    List<String> lines = Files.readAllLines(checkpoint.resolve("offsets/" + batch));
    for (String line : lines.subList(2, lines.size())) {
      for (JsonNode topic : JSON.readTree(line)) {
        for (JsonNode offset : topic) {
          sum += offset.asLong();
        }
      }
    }
    return sum;
  }

  /** Takes note of a record that a query wrote. */
  void wrote(String query, Instant when) {
    Seen seen = queries.get(query);
    if (seen != null && seen.first.filter(first -> !when.isBefore(first)).isEmpty()) {
      seen.first = Optional.of(when);
    }
  }

  BacklogReport report(BacklogTrial.Plan plan, Duration writing, long counted, boolean isDone) {
    Map<String, BacklogReport.Query> reports = new TreeMap<>();
    queries.forEach(
        (name, seen) ->
            reports.put(
                name,
                new BacklogReport.Query(
                    seconds(seen.first.map(first -> Duration.between(begun, first))),
                    seconds(seen.done),
                    seen.batches,
                    seen.largest,
                    seen.droppedBefore + seen.dropped,
                    seen.doneAgain)));
    double seconds =
        queries.values().stream().mapToDouble(seen -> seconds(seen.done)).max().orElse(Double.NaN);
    return new BacklogReport(
        plan.posts(),
        counted,
        writing.toMillis() / 1e3,
        seconds,
        heap.used(),
        heap.live(),
        isDone,
        reports);
  }

  private static double seconds(Optional<Duration> duration) {
    return duration.map(time -> time.toMillis() / 1e3).orElse(Double.NaN);
  }
}
