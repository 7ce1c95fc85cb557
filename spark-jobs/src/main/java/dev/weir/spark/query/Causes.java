package dev.weir.spark.query;

import dev.weir.schemas.RegistryUnavailableException;
import java.util.Objects;
import java.util.stream.Stream;

/** Exceptions for people. */
final class Causes {

  private static final int DEEPEST = 50;

  private Causes() {}

  /** The innermost cause, in one line. */
  static String summary(Throwable error) {
    Throwable cause = innermost(error);
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return cause.getClass().getSimpleName() + ": " + message;
  }

  /**
   * Whether Spark 4.1 failed to report on a batch that it had just repeated and committed: its
   * Kafka source then knows no latest offsets, and its metrics do not expect that. The query is as
   * it should be, and only has to be started again.
   */
  static boolean isReportOfRepeatedBatch(Throwable error) {
    Throwable cause = innermost(error);
    StackTraceElement[] trace = cause.getStackTrace();
    return cause instanceof NullPointerException
        && trace.length > 0
        && trace[0].getClassName().contains("KafkaMicroBatchStream")
        && trace[0].getMethodName().equals("metrics");
  }

  /** Whether it only has to wait for the registry, which says all in one line. */
  static boolean isRegistryAway(Throwable error) {
    return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
        .limit(DEEPEST)
        .anyMatch(RegistryUnavailableException.class::isInstance);
  }

  private static Throwable innermost(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause;
  }
}
