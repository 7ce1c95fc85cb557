package dev.weir.schemas.wire;

import dev.weir.schemas.registry.IncompatibleSchemaException;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.registry.RegistryUnavailableException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Turns records into framed bytes. The schema of each topic is registered once, before the first
 * byte; later calls ask nobody. Safe for use by several threads.
 */
public final class RecordEncoder {

  private final RegistryClient registry;
  private final Map<Subject, Integer> ids = new ConcurrentHashMap<>();

  private record Subject(String topic, String record) {}

  public RecordEncoder(RegistryClient registry) {
    this.registry = registry;
  }

  /**
   * Encodes a value for a topic.
   *
   * @param fullTopic name on the broker, with prefix
   * @throws IncompatibleSchemaException if the registry refuses the schema
   * @throws RegistryUnavailableException if it cannot be reached, and never gave an id for it
   */
  public byte[] encode(String fullTopic, SpecificRecord value)
      throws IncompatibleSchemaException, RegistryUnavailableException {
    Schema schema = value.getSchema();
    Subject subject = new Subject(fullTopic, schema.getFullName());
    Integer id = ids.get(subject);
    if (id == null) {
      id = registry.register(fullTopic + "-value", schema);
      ids.put(subject, id);
    }
    return WireFormat.encode(id, value);
  }
}
