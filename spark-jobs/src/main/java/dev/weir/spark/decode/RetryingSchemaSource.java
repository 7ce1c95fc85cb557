package dev.weir.spark.decode;

import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.UnknownSchemaException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;

/** Asks the registry again for a while before the batch fails: starting one takes 30 s. */
final class RetryingSchemaSource implements SchemaSource {
  private static final long serialVersionUID = 1L;
  private static final int ATTEMPTS = 6;

  private final RegistryLink link;

  RetryingSchemaSource(RegistryLink link) {
    this.link = link;
  }

  @Override
  public Schema byId(int id) throws UnknownSchemaException, RegistryUnavailableException {
    for (int attempt = 1; ; attempt++) {
      try {
        return link.client().byId(id);
      } catch (RegistryUnavailableException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        pause(attempt, e);
      }
    }
  }

  private static void pause(int attempt, RegistryUnavailableException cause)
      throws RegistryUnavailableException {
    try {
      TimeUnit.MILLISECONDS.sleep(250L << attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cause;
    }
  }
}
