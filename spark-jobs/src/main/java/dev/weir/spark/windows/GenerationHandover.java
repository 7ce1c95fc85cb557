package dev.weir.spark.windows;

import dev.weir.schemas.kafka.LogReader;
import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.topic.Keys;
import dev.weir.schemas.topic.Topics;
import dev.weir.schemas.wire.WireFormat;
import dev.weir.spark.running.QueryContext;
import dev.weir.spark.sink.TopicWriter;
import dev.weir.spark.sink.TypedTopicReader;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a generation of a query takes over from the one before: the numbers of its open windows are
 * set to zero before the first batch computes them anew, so that a key that does not come back (the
 * settings may have changed meanwhile) does not stand for ever.
 */
final class GenerationHandover {

  private GenerationHandover() {}

  /**
   * Sets to zero what earlier generations said of windows that are not final.
   *
   * @param finalUntil windows that end here or earlier are final, and stay as they are
   */
  static void clear(String query, QueryContext context, Instant finalUntil) throws Exception {
    Map<String, Aggregate> standing = standing(query, context, finalUntil);
    int schemaId = context.schemaId(Topics.AGGREGATES);
    try (TopicWriter.Batch batch = context.writer(Topics.AGGREGATES).begin()) {
      for (Aggregate number : standing.values()) {
        Aggregate zero =
            Aggregate.newBuilder(number)
                .setValues(zeroes(number.getValues()))
                .setRevision(context.revision(0))
                .build();
        batch.send(Keys.aggregate(zero), WireFormat.encode(schemaId, zero));
      }
      batch.finish();
    }
  }

  private static Map<String, Aggregate> standing(
      String query, QueryContext context, Instant finalUntil) throws IOException {
    Map<String, Aggregate> latest = new TreeMap<>();
    TypedTopicReader<Aggregate> aggregates =
        new TypedTopicReader<>(context.registry(), Aggregate.class);
    try (LogReader reader = context.kafka().read(Topics.AGGREGATES)) {
      aggregates.readToEnd(
          reader,
          Keys.prefix(query),
          number -> {
            if (number.getWindowEnd().isAfter(finalUntil)) {
              latest.put(Keys.aggregate(number), number);
            }
          });
    }
    return latest;
  }

  private static Map<String, Long> zeroes(Map<String, Long> values) {
    return values.keySet().stream().collect(Collectors.toMap(name -> name, any -> 0L));
  }
}
