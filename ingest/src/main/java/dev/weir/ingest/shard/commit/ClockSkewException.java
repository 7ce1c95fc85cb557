package dev.weir.ingest.shard.commit;

import java.io.IOException;

/** This host's clock is too far from the broker's: nothing is polled or published. */
final class ClockSkewException extends IOException {

  private static final long serialVersionUID = 1L;

  ClockSkewException(String message) {
    super(message);
  }
}
