package dev.weir.schemas.registry;

import java.io.IOException;

/** The registry refused a schema; the message carries its reason. */
public final class IncompatibleSchemaException extends IOException {

  private static final long serialVersionUID = 1L;

  public IncompatibleSchemaException(String message) {
    super(message);
  }
}
