package dev.weir.spark.decode;

import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.UnknownSchemaException;
import java.io.Serializable;
import org.apache.avro.Schema;

/** Gives the schema that wrote a record, by its id. Travels to executors. */
@FunctionalInterface
public interface SchemaSource extends Serializable {

  /**
   * The schema of an id.
   *
   * @throws UnknownSchemaException if there is none: a dead letter
   * @throws RegistryUnavailableException if that cannot be known now: the batch fails
   */
  Schema byId(int id) throws UnknownSchemaException, RegistryUnavailableException;

  /** The schemas of a registry. Waits for one that is away for some seconds. */
  static SchemaSource of(RegistryLink link) {
    return new RetryingSchemaSource(link);
  }
}
