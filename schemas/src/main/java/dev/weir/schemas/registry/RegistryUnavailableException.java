package dev.weir.schemas.registry;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The registry gave no answer, or none of its own kind. Nothing is said of the schema: try again
 * later.
 */
public final class RegistryUnavailableException extends IOException {

  private static final long serialVersionUID = 1L;

  public RegistryUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
