package dev.weir.spark.verify;

import dev.weir.schemas.kafka.LogReader;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Window;
import dev.weir.schemas.topic.TopicCatalog;
import dev.weir.schemas.topic.Topics;
import dev.weir.spark.decode.Decoding;
import dev.weir.spark.decode.RegistryLink;
import dev.weir.spark.decode.SchemaSource;
import dev.weir.spark.sink.TypedTopicReader;
import dev.weir.spark.stack.KafkaLink;
import dev.weir.spark.transform.Heartbeats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What the stream says of itself: final windows, watermarks, numbers. */
final class Published {

  private final SparkSession session;
  private final KafkaLink kafka;
  private final RegistryLink registry;

  Published(SparkSession session, KafkaLink kafka, RegistryLink registry) {
    this.session = session;
    this.kafka = kafka;
    this.registry = registry;
  }

  /**
   * The final windows of each query.
   *
   * @param written records that the broker took earlier are not read
   * @param since windows that begin earlier are left out
   */
  Map<String, Map<Instant, Window>> finalWindows(Instant written, Instant since) {
    Map<String, Map<Instant, Window>> windows = new HashMap<>();
    TypedTopicReader<Window> decoder = new TypedTopicReader<>(registry, Window.class);
    try (LogReader reader = kafka.readFrom(Topics.WINDOWS, written)) {
      reader.readToEnd(
          message ->
              decoder
                  .value(message)
                  .filter(window -> window.getStatus().equals("final"))
                  .filter(window -> !window.getWindowStart().isBefore(since))
                  .ifPresent(
                      window ->
                          windows
                              .computeIfAbsent(window.getQuery(), any -> new TreeMap<>())
                              .put(window.getWindowStart(), window)));
    }
    return windows;
  }

  /**
   * What was heard of queries and sources.
   *
   * @param watermarks how far each query says that it has come in event time
   * @param sources when a source was last heard, by the earlier of its own clock and the broker's;
   *     empty if none was
   */
  record Heard(Map<String, Instant> watermarks, Optional<Instant> sources) {}

  /** What was written to {@code coverage} since a time. */
  Heard heard(Instant written) {
    Map<String, Instant> watermarks = new HashMap<>();
    List<Instant> newest = new ArrayList<>();
    TypedTopicReader<CoverageInterval> decoder =
        new TypedTopicReader<>(registry, CoverageInterval.class);
    try (LogReader reader = kafka.readFrom(Topics.COVERAGE, written)) {
      reader.readToEnd(
          message ->
              decoder
                  .value(message)
                  .ifPresent(
                      beat -> {
                        if (!beat.getSource().startsWith(Heartbeats.QUERY)) {
                          Instant appended = Instant.ofEpochMilli(message.timestamp());
                          Instant seen = beat.getObservedAt();
                          latest(newest, seen.isBefore(appended) ? seen : appended);
                        } else if (beat.getStatus().equals("complete")) {
                          String query = beat.getSource().substring(Heartbeats.QUERY.length());
                          watermarks.put(query, beat.getEnd());
                        }
                      }));
    }
    return new Heard(watermarks, newest.stream().findFirst());
  }

  private static void latest(List<Instant> held, Instant candidate) {
    if (held.isEmpty() || candidate.isAfter(held.get(0))) {
      held.clear();
      held.add(candidate);
    }
  }

  /** Where the input topics end now, for a reader of committed records. */
  Map<TopicPartition, Long> inputEnds() {
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (String topic : new String[] {Topics.POSTS, Topics.PAGES, Topics.MENTIONS}) {
      try (LogReader reader = kafka.read(topic)) {
        ends.putAll(reader.ends());
      }
    }
    return ends;
  }

  /** All numbers that were written since a time. */
  Dataset<Row> aggregates(Instant since) {
    Dataset<Row> raw =
        session
            .read()
            .format("kafka")
            .options(kafka.sparkOptions())
            .option("subscribe", kafka.topic(Topics.AGGREGATES))
            .option("kafka.isolation.level", "read_committed")
            .option("startingTimestamp", since.toEpochMilli())
            .option("startingOffsetsByTimestampStrategy", "latest")
            .option("failOnDataLoss", false)
            .load();
    return Decoding.records(
        raw, TopicCatalog.load().topic(Topics.AGGREGATES).valueSchema(), SchemaSource.of(registry));
  }
}
