package dev.weir.schemas.registry;

import java.io.IOException;

/** The registry answered that it has no such schema: what names it is a dead letter. */
public final class UnknownSchemaException extends IOException {

  /** Short name of the reason, as a dead letter has it. */
  public static final String ERROR_TYPE = "unknown-schema-id";

  private static final long serialVersionUID = 1L;

  public UnknownSchemaException(String message) {
    super(message);
  }
}
