package dev.weir.spark.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.spark.sink.Marker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A query's checkpoint: Spark's own files, and one of ours ({@code weir.json}) with what Spark does
 * not remember. Reads Spark's offset log: a version, a line of metadata, then one line a source.
 */
final class Checkpoint {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String query;
  private final Path root;
  private final FileSystem files;

  Checkpoint(String checkpointDir, String query, Configuration hadoop) throws IOException {
    this.query = query;
    this.root = new Path(checkpointDir, query);
    this.files = root.getFileSystem(hadoop);
  }

  /**
   * What we remember.
   *
   * @param generation one more with each checkpoint that a query begins
   * @param shufflePartitions parts of its state
   */
  record Facts(long generation, int shufflePartitions) {}

  String location() {
    return root.toString();
  }

  /** What was remembered; empty before the first start. */
  Optional<Facts> facts() throws IOException {
    Optional<String> text = read(new Path(root, "weir.json"));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    JsonNode node = MAPPER.readTree(text.get());
    return Optional.of(
        new Facts(node.path("generation").asLong(1), node.path("shuffle_partitions").asInt(2)));
  }

  void begin(Facts facts) throws IOException {
    files.mkdirs(root);
    try (OutputStream out = files.create(new Path(root, "weir.json"), true)) {
      out.write(
          MAPPER.writeValueAsBytes(
              Map.of(
                  "generation",
                  facts.generation(),
                  "shuffle_partitions",
                  facts.shufflePartitions())));
    }
  }

  /** Throws unless what is there can be continued with so many parts of state. */
  void requireIntact(int shufflePartitions) throws IOException, RefusedException {
    boolean hasBatches = !batches("offsets").isEmpty();
    if (hasBatches && !files.exists(new Path(root, "metadata"))) {
      throw new RefusedException(
          "Query %s: expected the file metadata in %s, got none. Without it Spark would take the query for another one and write its batches twice. Restore the file, or move the whole folder away: the query then begins a new generation%s."
              .formatted(
                  query,
                  root,
                  query.equals("history") ? " where the tables end" : " from the log's start"));
    }
    Optional<Facts> facts = facts();
    if (hasBatches && facts.isPresent() && facts.get().shufflePartitions() != shufflePartitions) {
      throw new RefusedException(
          "Query %s: expected queries.shuffle-partitions: %d, with which its state in %s was begun, got: %d. Put the setting back, or move the folder away to begin a new generation."
              .formatted(query, facts.get().shufflePartitions(), root, shufflePartitions));
    }
  }

  /** The offsets of a batch's end, all sources joined. */
  Optional<String> offsets(long batch) throws IOException {
    Optional<String> text = read(new Path(new Path(root, "offsets"), Long.toString(batch)));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = text.get().lines().skip(2).filter(line -> line.startsWith("{")).toList();
    return Optional.of(Marker.merge(lines));
  }

  /** Where the next batch (or the one that is to be repeated) starts; empty before the first. */
  Optional<String> committedOffsets() throws IOException {
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
