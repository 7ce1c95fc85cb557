package dev.weir.spark.verify;

import dev.weir.schemas.settings.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a query goes on making results final.
 *
 * @param since from where on results are wanted
 * @param now the present
 * @param heard when a source was last heard; empty where none was
 * @param delay of a watermark behind the sources
 * @param maxLag how far a query may be behind that
 */
record Progress(
    Instant since, Instant now, Optional<Instant> heard, Duration delay, Duration maxLag) {

  /**
   * Why results that are final up to an instant prove nothing; empty if they do.
   *
   * @param step from one final instant to the next: the query cannot be nearer than that
   */
  String problem(Instant finalUntil, Duration step) {
    if (!finalUntil.isAfter(since)) {
      return "nothing is final since " + since;
    }
    Instant due = now.minus(delay).minus(step);
    if (!finalUntil.isBefore(due.minus(maxLag))) {
      return "";
    }
    boolean isSilent = heard.filter(last -> last.isAfter(now.minus(maxLag))).isEmpty();
    String why =
        isSilent
            ? "no source was heard " + heard.map(last -> "since " + last).orElse("at all")
            : "the query has stopped or cannot keep up";
    return "expected to be final until about %s, got: %s, %s behind; %s"
        .formatted(due, finalUntil, behind(Duration.between(finalUntil, due)), why);
  }

  private static String behind(Duration lag) {
    return Durations.format(Duration.ofSeconds(lag.toSeconds()));
  }
}
