package dev.weir.spark.transform;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.weir.schemas.settings.TimeSettings;
import dev.weir.schemas.settings.TimeStatus;
import java.time.Duration;
import org.apache.spark.sql.Column;

/** {@link TimeSettings#status} as a column. */
public final class TimeStatusColumn {

  private TimeStatusColumn() {}

  /** {@code ok}, {@code late} or {@code future}: a pure function of two times and the settings. */
  public static Column of(TimeSettings time, Column event, Column observed) {
    return when(event.lt(observed.minus(interval(time.allowedLateness()))), text(TimeStatus.LATE))
        .when(event.gt(observed.plus(interval(time.skew()))), text(TimeStatus.FUTURE))
        .otherwise(text(TimeStatus.OK));
  }

  /** Whether a row counts live. */
  public static Column isOk(TimeSettings time, Column event, Column observed) {
    return of(time, event, observed).equalTo(text(TimeStatus.OK));
  }

  /** A literal of a duration. */
  static Column interval(Duration duration) {
    return lit(duration);
  }

  private static Column text(TimeStatus status) {
    return lit(status.text());
  }
}
