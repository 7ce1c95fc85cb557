package dev.weir.spark.transform;

import java.time.Instant;

/** Times in rows. */
public final class Timestamps {

  private Timestamps() {}

  /** Spark gives timestamps as one class or the other, as a setting has it. */
  public static Instant instant(Object timestamp) {
    return timestamp instanceof java.sql.Timestamp old ? old.toInstant() : (Instant) timestamp;
  }
}
