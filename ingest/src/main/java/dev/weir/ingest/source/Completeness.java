package dev.weir.ingest.source;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a result says about its source's completeness. The runtime turns it into coverage intervals;
 * a source never writes those itself.
 */
public sealed interface Completeness {

  /**
   * Nothing is missing since the last statement, up to {@code until}: the open interval grows. At
   * the first poll ever it begins at that poll's time.
   *
   * @param until up to when (exclusive): the time of the request whose answer this was, or earlier
   *     where items may still arrive behind what was read
   * @param position the source's own position there
   * @param limits what the claim leaves out, since the source's API never tells it, for people;
   *     empty for nothing. It becomes the interval's reason
   */
  record Contiguous(Instant until, String position, Optional<String> limits)
      implements Completeness {
    public Contiguous {
      Objects.requireNonNull(until, "until");
      Objects.requireNonNull(position, "position");
      Objects.requireNonNull(limits, "limits");
    }
  }

  /**
   * Items between the two points may be missing for ever; it is contiguous again from {@code
   * until}.
   *
   * @param from end of what is complete (inclusive start of the gap)
   * @param until start of what is complete again
   * @param reason why, for people: {@code feed rolled over}
   * @param fromPosition the source's own position at {@code from}
   * @param toPosition the source's own position at {@code until}
   */
  record Gap(Instant from, Instant until, String reason, String fromPosition, String toPosition)
      implements Completeness {
    public Gap {
      Objects.requireNonNull(fromPosition, "fromPosition");
      Objects.requireNonNull(toPosition, "toPosition");
      if (until.isBefore(from)) {
        throw new IllegalArgumentException(
            "Expected a gap that ends after it starts, got: " + from + " to " + until);
      }
      if (reason.isBlank()) {
        throw new IllegalArgumentException("Expected the reason of a gap, got: nothing");
      }
    }
  }

  /** In the middle of a walk: claims nothing yet. */
  record Pending() implements Completeness {}

  /**
   * Up to {@code until} the source cannot say whether anything is missing.
   *
   * @param until up to when (exclusive)
   * @param reason why, for people
   */
  record Unknown(Instant until, String reason) implements Completeness {
    public Unknown {
      Objects.requireNonNull(until, "until");
      if (reason.isBlank()) {
        throw new IllegalArgumentException(
            "Expected the reason of an unknown extent, got: nothing");
      }
    }
  }

  static Completeness contiguous(Instant until, String position) {
    return new Contiguous(until, position, Optional.empty());
  }

  static Completeness contiguous(Instant until, String position, String limits) {
    return new Contiguous(until, position, Optional.of(limits));
  }

  static Completeness gap(
      Instant from, Instant until, String reason, String fromPosition, String toPosition) {
    return new Gap(from, until, reason, fromPosition, toPosition);
  }

  static Completeness pending() {
    return new Pending();
  }

  static Completeness unknown(Instant until, String reason) {
    return new Unknown(until, reason);
  }
}
