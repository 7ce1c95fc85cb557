package dev.weir.spark.history;

import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.UnknownSchemaException;
import dev.weir.spark.decode.SchemaSource;
import dev.weir.spark.decode.UnknownFields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches for writers that are newer than this program, and have fields that the tables cannot take
 * before it is upgraded. Each schema is reported once. Belongs to one thread, but for {@link
 * #unknownFields}.
 */
final class WriterSchemas {

  private static final Logger LOG = LoggerFactory.getLogger(WriterSchemas.class);

  private final SchemaSource schemas;
  private final Set<Integer> seen = new HashSet<>();
  private final Set<String> unknown = new TreeSet<>();

  WriterSchemas(SchemaSource schemas) {
    this.schemas = schemas;
  }

  /**
   * Takes note of a schema that wrote records of a topic.
   *
   * @param known the schema that they are read with
   */
  void saw(String topic, int id, Schema known) throws RegistryUnavailableException {
    if (!seen.add(id)) {
      return;
    }
    List<String> fields = unknown(id, known);
    if (!fields.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("topic", topic)
          .addKeyValue("schema", id)
          .addKeyValue("fields", fields)
          .log(
              "Records have fields that this version cannot keep: they have no default, or a type that no column can hold. Upgrade, and begin history anew from a time before them while the log still has them");
      synchronized (unknown) {
        fields.forEach(field -> unknown.add(topic + "." + field));
      }
    }
  }

  /** Whether nothing was noted of a schema yet. */
  boolean isNew(int id) {
    return !seen.contains(id);
  }

  /** The fields of a schema that are not read. */
  List<String> unknown(int id, Schema known) throws RegistryUnavailableException {
    try {
      return UnknownFields.of(schemas.byId(id), known);
    } catch (UnknownSchemaException e) {
      return List.of(); // its records are dead letters
    }
  }

  /** All fields that are left out, as topic and path. */
  List<String> unknownFields() {
    synchronized (unknown) {
      return List.copyOf(unknown);
    }
  }
}
