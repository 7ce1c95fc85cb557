package dev.weir.spark.verify;

import dev.weir.schemas.TopicCatalog;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Window;
import dev.weir.spark.decode.Decoding;
import dev.weir.spark.decode.RegistryLink;
import dev.weir.spark.decode.SchemaSource;
import dev.weir.spark.sink.TopicReader;
import dev.weir.spark.sink.TypedTopicReader;
import dev.weir.spark.stack.KafkaLink;
import dev.weir.spark.transform.Heartbeats;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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

  /** The final windows of each query that begin at a time or later. */
  Map<String, Map<Instant, Window>> finalWindows(Instant since) {
    Map<String, Map<Instant, Window>> windows = new HashMap<>();
    TypedTopicReader<Window> decoder = new TypedTopicReader<>(registry, Window.class);
    try (TopicReader reader = TopicReader.from(kafka, "windows", since)) {
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

  /** How far each query says that it has come in event time. */
  Map<String, Instant> watermarks(Instant since) {
    Map<String, Instant> watermarks = new HashMap<>();
    TypedTopicReader<CoverageInterval> decoder =
        new TypedTopicReader<>(registry, CoverageInterval.class);
    try (TopicReader reader = TopicReader.from(kafka, "coverage", since)) {
      decoder.readToEnd(
          reader,
          Heartbeats.QUERY,
          beat -> {
            if (beat.getStatus().equals("complete")) {
              watermarks.put(beat.getSource().substring(Heartbeats.QUERY.length()), beat.getEnd());
            }
          });
    }
    return watermarks;
  }

  /** Where the input topics end now, for a reader of committed records. */
  Map<TopicPartition, Long> inputEnds() {
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (String topic : new String[] {"posts", "pages", "mentions"}) {
      try (TopicReader reader = TopicReader.fromStart(kafka, topic)) {
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
            .option("subscribe", kafka.topic("aggregates"))
            .option("kafka.isolation.level", "read_committed")
            .option("startingTimestamp", since.toEpochMilli())
            .option("startingOffsetsByTimestampStrategy", "latest")
            .option("failOnDataLoss", false)
            .load();
    return Decoding.records(
        raw, TopicCatalog.load().topic("aggregates").valueSchema(), SchemaSource.of(registry));
  }
}
