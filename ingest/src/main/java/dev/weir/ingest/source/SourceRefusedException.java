package dev.weir.ingest.source;

import java.io.IOException;

/**
 * The server will not serve this source until a person changes something: a refused credential, an
 * account that is gone. The source is shown as refused, and retried only at the longest delay.
 */
public final class SourceRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  public SourceRefusedException(String message) {
    super(message);
  }
}
