package dev.weir.tests.e2e;

import dev.weir.infra.history.History;
import dev.weir.infra.history.HistoryQuery;
import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.topic.Keys;
import dev.weir.schemas.wire.RecordEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Spoils what Weir holds, so that a test can see whether {@code verify} tells. */
final class Tampering {
  private Tampering() {}

  /** Writes the aggregate with one count more, as a bug or a hand would. */
  static void alter(ActiveSettings settings, Aggregate aggregate) throws Exception {
    Map<String, Long> values = new HashMap<>(aggregate.getValues());
    values.merge("count", 1L, Long::sum);
    publish(settings, Aggregate.newBuilder(aggregate).setValues(values).build());
  }

  /** Writes an aggregate of a key that nothing served accounts for. */
  static void invent(ActiveSettings settings, Aggregate like) throws Exception {
    publish(settings, Aggregate.newBuilder(like).setDimension("invented").build());
  }

  /** Writes the aggregate as it was. */
  static void restore(ActiveSettings settings, Aggregate aggregate) throws Exception {
    publish(settings, aggregate);
  }

  private static void publish(ActiveSettings settings, Aggregate aggregate) throws Exception {
    StackSettings stack = settings.stack();
    String topic = stack.topicPrefix() + "aggregates";
    try (RegistryClient registry = RegistryClient.create(stack.registryUrl());
        KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
      byte[] value = new RecordEncoder(registry).encode(topic, aggregate);
      producer.send(new ProducerRecord<>(topic, Keys.aggregate(aggregate), value)).get();
    }
  }

  /**
   * Removes one post that counts from the history, so that the table no longer holds it and
   * everything else is as before.
   *
   * @param windows starts of the windows from which to choose
   * @return the start of the window that the post belonged to
   */
  static Instant removeOneRow(ActiveSettings settings, Set<Instant> windows, Duration window)
      throws Exception {
    Row victim = choose(settings, windows, window);
    try (WritableHistory history = WritableHistory.open(settings)) {
      history.delete("posts", victim.network(), victim.id(), victim.version());
    }
    return victim.window();
  }

  private record Row(String network, String id, String version, Instant window) {}

  private static Row choose(ActiveSettings settings, Set<Instant> windows, Duration window)
      throws Exception {
    Row[] chosen = new Row[1];
    try (History history =
        History.open(settings.stack(), settings.environment(), Clock.systemUTC())) {
      new HistoryQuery(history)
          .run(
              "SELECT network, id, version, event_time FROM posts WHERE time_status = 'ok'"
                  + " AND operation = 'CREATE' ORDER BY event_time DESC",
              HistoryQuery.Range.ALL,
              result -> {
                Optional<List<@Nullable Object>> row;
                while (chosen[0] == null && (row = result.next()).isPresent()) {
                  List<@Nullable Object> cells = row.get();
                  Instant start = start(Instant.parse(String.valueOf(cells.get(3))), window);
                  if (windows.contains(start)) {
                    chosen[0] =
                        new Row(
                            String.valueOf(cells.get(0)),
                            String.valueOf(cells.get(1)),
                            String.valueOf(cells.get(2)),
                            start);
                  }
                }
              });
    }
    return Optional.ofNullable(chosen[0]).orElseThrow();
  }

  private static Instant start(Instant time, Duration window) {
    return Instant.ofEpochMilli(
        Math.floorDiv(time.toEpochMilli(), window.toMillis()) * window.toMillis());
  }
}
