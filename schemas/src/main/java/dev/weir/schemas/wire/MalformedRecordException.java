package dev.weir.schemas.wire;

import java.io.IOException;

/** Bytes that are no record of Weir, and never will be: a dead letter. */
public final class MalformedRecordException extends IOException {

  /** The header of the wire format is missing. */
  public static final String NOT_FRAMED = "not-framed";

  /**
   * The bytes after the header do not decode by the schema that they name, or bytes are left over.
   */
  public static final String NOT_AVRO = "not-avro";

  /** The schema that they name cannot be read as the record that is wanted. */
  public static final String WRONG_SCHEMA = "wrong-schema";

  private static final long serialVersionUID = 1L;

  private final String errorType;

  public MalformedRecordException(String errorType, String message) {
    super(message);
    this.errorType = errorType;
  }

  public MalformedRecordException(String errorType, String message, Throwable cause) {
    super(message, cause);
    this.errorType = errorType;
  }

  /** Short name of the reason, as a dead letter has it. */
  public String errorType() {
    return errorType;
  }
}
