package dev.weir.spark.running;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.settings.Durations;
import dev.weir.spark.sink.LogIdentity;
import dev.weir.spark.sink.Marker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A query's checkpoint: Spark's own files, and one of ours ({@code weir.json}) with what Spark does
 * not remember. Reads Spark's offset log: a version, a line of metadata, then one line a source.
 */
public final class Checkpoint {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String FILE = "weir.json";

  private final String query;
  private final Path root;
  private final Configuration hadoop;
  private final FileSystem files;

  Checkpoint(String checkpointDir, String query, Configuration hadoop) throws IOException {
    this.query = query;
    this.root = new Path(checkpointDir, query);
    this.hadoop = hadoop;
    this.files = root.getFileSystem(hadoop);
  }

  /**
   * What we remember.
   *
   * @param generation one more with each checkpoint that a query begins
   * @param shufflePartitions parts of its state
   * @param timeMillis the settings of the section {@code time} that the state depends on, in
   *     milliseconds by key; those of a version that did not keep them are missing
   * @param log that its offsets belong to
   * @param since up to where in event time earlier generations had come when this one began: later
   *     results are this one's; the epoch where there are none, or a version did not keep it
   */
  record Facts(
      long generation,
      int shufflePartitions,
      Map<String, Long> timeMillis,
      LogIdentity log,
      Instant since) {
    Facts {
      timeMillis = Map.copyOf(timeMillis);
    }
  }

  String query() {
    return query;
  }

  /** Where Spark keeps it. */
  String location() {
    return root.toString();
  }

  /**
   * What was remembered; empty before the first start.
   *
   * @throws RefusedException if the file is damaged
   */
  Optional<Facts> facts() throws IOException, RefusedException {
    Path file = new Path(root, FILE);
    Optional<String> text = read(file);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode node = MAPPER.readTree(text.get());
      return Optional.of(
          new Facts(
              node.required("generation").longValue(),
              node.required("shuffle_partitions").intValue(),
              timeMillis(node.path("time_millis")),
              LogIdentity.parse(node.path("log").toString()),
              Instant.ofEpochMilli(node.path("since_millis").asLong())));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new RefusedException(
          "Query %s: expected generation and shuffle_partitions as JSON in %s, got: \"%s\". The file is damaged. Restore it, or %s."
              .formatted(query, file, excerpt(text.get()), moveAway()));
    }
  }

  private static Map<String, Long> timeMillis(JsonNode node) {
    Map<String, Long> millis = new TreeMap<>();
    node.properties().forEach(entry -> millis.put(entry.getKey(), entry.getValue().longValue()));
    return millis;
  }

  private static String excerpt(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "...";
  }

  /** Writes what is remembered; after a power failure the old file stands there or the new one. */
  void begin(Facts facts) throws IOException {
    files.mkdirs(root);
    byte[] json =
        MAPPER.writeValueAsBytes(
            Map.of(
                "generation", facts.generation(),
                "shuffle_partitions", facts.shufflePartitions(),
                "time_millis", new TreeMap<>(facts.timeMillis()),
                "log", MAPPER.readTree(facts.log().text()),
                "since_millis", facts.since().toEpochMilli()));
    DurableFiles.replace(new Path(root, FILE), json, hadoop);
  }

  /**
   * Throws unless what is there can be continued.
   *
   * @param shufflePartitions parts of state, as the settings have it now
   * @param timeMillis the settings of the section {@code time} that the query depends on, likewise
   * @param log that there is now
   */
  void requireIntact(int shufflePartitions, Map<String, Long> timeMillis, LogIdentity log)
      throws IOException, RefusedException {
    boolean hasBatches = !batches("offsets").isEmpty();
    if (hasBatches && !files.exists(new Path(root, "metadata"))) {
      throw missing(
          "metadata", "Spark would take the query for another one and write its batches twice");
    }
    Optional<Facts> facts = facts();
    if (hasBatches && facts.isEmpty()) {
      throw missing(FILE, "nothing says with which settings its state was begun");
    }
    if (hasBatches) {
      Facts begun = facts.get();
      requireSame(
          "queries.shuffle-partitions",
          Integer.toString(begun.shufflePartitions()),
          Integer.toString(shufflePartitions));
      for (Map.Entry<String, Long> now : new TreeMap<>(timeMillis).entrySet()) {
        long before = begun.timeMillis().getOrDefault(now.getKey(), now.getValue());
        requireSame("time." + now.getKey(), duration(before), duration(now.getValue()));
      }
      Optional<String> difference = begun.log().differenceTo(log);
      if (difference.isPresent()) {
        throw new RefusedException(
            "Query %s: expected %s. The offsets in %s belong to the former. Put stack.kafka back, or %s."
                .formatted(query, difference.get(), root, moveAway()));
      }
    }
  }

  private static String duration(long millis) {
    return Durations.format(Duration.ofMillis(millis));
  }

  private void requireSame(String setting, String before, String now) throws RefusedException {
    if (!before.equals(now)) {
      throw new RefusedException(
          "Query %s: expected %s: %s, with which its state in %s was begun, got: %s. Put the setting back, or %s."
              .formatted(query, setting, before, root, now, moveAway()));
    }
  }

  private RefusedException missing(String file, String consequence) {
    return new RefusedException(
        "Query %s: expected the file %s in %s, got none. Without it %s. Restore the file, or %s."
            .formatted(query, file, root, consequence, moveAway()));
  }

  /** The log that its offsets belong to. */
  public LogIdentity log() throws IOException, RefusedException {
    return facts().map(Facts::log).orElse(LogIdentity.UNKNOWN);
  }

  /**
   * The last batch that was begun.
   *
   * @param number of the batch
   * @param time when it was planned, by the clock of the host that did
   */
  record Planned(long number, Instant time) {}

  /** The last batch that Spark's log knows, committed or not; empty before the first. */
  Optional<Planned> lastPlanned() throws IOException {
    OptionalLong last = batches("offsets").stream().mapToLong(Long::longValue).max();
    if (last.isEmpty()) {
      return Optional.empty();
    }
    String text =
        read(new Path(new Path(root, "offsets"), Long.toString(last.getAsLong()))).orElse("");
    String metadata = text.lines().skip(1).findFirst().orElse("");
    long millis = MAPPER.readTree(metadata).path("batchTimestampMs").asLong();
    return Optional.of(new Planned(last.getAsLong(), Instant.ofEpochMilli(millis)));
  }

  /** What a user can do with a checkpoint that cannot be continued. */
  String moveAway() {
    return "move the folder %s away: the query then begins a new generation %s"
        .formatted(
            root, query.equals("history") ? "where the tables end" : "from the start of the log");
  }

  /** The offsets of a batch's end, all sources joined. */
  public Optional<String> offsets(long batch) throws IOException {
    Optional<String> text = read(new Path(new Path(root, "offsets"), Long.toString(batch)));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = text.get().lines().skip(2).filter(line -> line.startsWith("{")).toList();
    return Optional.of(Marker.merge(lines));
  }

  /** Where the next batch (or the one that is to be repeated) starts; empty before the first. */
  public Optional<String> committedOffsets() throws IOException {
    OptionalLong last = batches("commits").stream().mapToLong(Long::longValue).max();
    return last.isPresent() ? offsets(last.getAsLong()) : Optional.empty();
  }

  private List<Long> batches(String log) throws IOException {
    Path folder = new Path(root, log);
    if (!files.exists(folder)) {
      return List.of();
    }
    return Arrays.stream(files.listStatus(folder))
        .map(FileStatus::getPath)
        .map(Path::getName)
        .filter(name -> name.matches("\\d+"))
        .map(Long::valueOf)
        .toList();
  }

  private Optional<String> read(Path file) throws IOException {
    if (!files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = files.open(file)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
