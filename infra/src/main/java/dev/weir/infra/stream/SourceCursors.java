package dev.weir.infra.stream;

import dev.weir.schemas.IncompatibleSchemaException;
import dev.weir.schemas.Keys;
import dev.weir.schemas.RecordEncoder;
import dev.weir.schemas.RegistryClient;
import dev.weir.schemas.StackSettings;
import dev.weir.schemas.Topic;
import dev.weir.schemas.TopicCatalog;
import dev.weir.schemas.record.Cursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The cursors of the sources, and how to make one forgotten. */
public final class SourceCursors {

  private static final long SECONDS = 20;

  private final StackSettings stack;
  private final UnaryOperator<@Nullable String> environment;
  private final Clock clock;

  /**
   * The stack's cursors.
   *
   * @param environment where {@code env:NAME} values of the settings are looked up
   */
  public SourceCursors(
      StackSettings stack, UnaryOperator<@Nullable String> environment, Clock clock) {
    this.stack = stack;
    this.environment = environment;
    this.clock = clock;
  }

  /** The cursors that stand, by source. */
  public Map<String, Cursor> all() throws IOException {
    try (TopicReader reader = TopicReader.open(stack, environment)) {
      Map<String, Cursor> cursors = reader.latest("cursors", Cursor.class);
      cursors.values().removeIf(Cursor::getDeleted);
      return cursors;
    }
  }

  /**
   * Tells the owner of a source's shard to forget where the source stands: its next poll starts
   * anew.
   *
   * @throws IOException where the source has no cursor, or broker or registry do not answer
   */
  public void forget(String source) throws IOException {
    int partition = partitionOf(source);
    Topic topic = TopicCatalog.load().topic("cursors");
    Cursor deleted =
        Cursor.newBuilder()
            .setSource(source)
            .setPosition("")
            .setUpdatedAt(clock.instant().truncatedTo(ChronoUnit.MICROS))
            .setDeleted(true)
            .build();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic.fullName(stack.topicPrefix()),
            partition,
            Keys.cursor(source).getBytes(StandardCharsets.UTF_8),
            encode(topic, deleted));
    try (Producer<byte[], byte[]> producer = producer()) {
      producer.send(record).get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Cannot write to " + record.topic() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  /**
   * A cursor lies in the partition of its source's scope, which only the cursor itself tells here.
   */
  private int partitionOf(String source) throws IOException {
    try (TopicReader reader = TopicReader.open(stack, environment)) {
      Optional<TopicReader.Entry<Cursor>> newest =
          reader.all("cursors", Cursor.class).stream()
              .filter(entry -> entry.key().equals(Keys.cursor(source)))
              .reduce((first, second) -> second);
      return newest
          .filter(entry -> entry.value().isPresent() && !entry.value().get().getDeleted())
          .map(TopicReader.Entry::partition)
          .orElseThrow(() -> new IOException("Expected a source with a cursor, got: " + source));
    }
  }

  private byte[] encode(Topic topic, Cursor cursor) throws IOException {
    try (RegistryClient registry = RegistryClient.create(stack.registryUrl())) {
      return new RecordEncoder(registry).encode(topic.fullName(stack.topicPrefix()), cursor);
    } catch (IncompatibleSchemaException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Producer<byte[], byte[]> producer() {
    Map<String, Object> properties = new HashMap<>(stack.kafka().clientProperties(environment));
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers());
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
