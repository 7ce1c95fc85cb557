package dev.weir.spark.sink;

import dev.weir.schemas.kafka.Consumers;
import dev.weir.schemas.kafka.LogReader;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.UnknownSchemaException;
import dev.weir.schemas.wire.MalformedRecordException;
import dev.weir.schemas.wire.RecordDecoder;
import dev.weir.spark.decode.RegistryLink;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages of one of Weir's own topics as records. */
public final class TypedTopicReader<T extends SpecificRecord> {

  private static final Logger LOG = LoggerFactory.getLogger(TypedTopicReader.class);

  private final RecordDecoder decoder;
  private final Class<T> type;

  public TypedTopicReader(RegistryLink registry, Class<T> type) {
    this.decoder = new RecordDecoder(registry.client());
    this.type = type;
  }

  /**
   * Hands over the records of a topic whose keys begin so, up to its end as of now; deletions and
   * what is no such record are left out.
   */
  public void readToEnd(LogReader reader, String keyPrefix, Consumer<T> handler) {
    reader.readToEnd(
        message -> {
          if (Consumers.key(message).startsWith(keyPrefix)) {
            value(message).ifPresent(handler);
          }
        });
  }

  /** The record; empty for a deletion, and for what is no such record, which is logged. */
  public Optional<T> value(ConsumerRecord<byte[], byte[]> message) {
    if (message.value() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(decoder.decode(message.value(), type));
    } catch (MalformedRecordException | UnknownSchemaException e) {
      LOG.atWarn()
          .addKeyValue("topic", message.topic())
          .addKeyValue("offset", message.offset())
          .log("Skipped a record that is no {}: {}", type.getSimpleName(), e.getMessage());
      return Optional.empty();
    } catch (RegistryUnavailableException e) {
      throw new UncheckedIOException(e);
    }
  }
}
