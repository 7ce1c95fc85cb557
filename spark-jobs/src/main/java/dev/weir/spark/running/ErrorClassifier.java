package dev.weir.spark.running;

import dev.weir.schemas.registry.RegistryUnavailableException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;

/** Exceptions for people. */
final class ErrorClassifier {

  private static final int DEEPEST = 50;

  /** Spark's names, from its error-conditions.json. */
  private static final Set<String> OTHER_STATE =
      Set.of(
          "STREAMING_STATEFUL_OPERATOR_NOT_MATCH_IN_STATE_METADATA",
          "STATE_STORE_KEY_SCHEMA_NOT_COMPATIBLE",
          "STATE_STORE_VALUE_SCHEMA_NOT_COMPATIBLE");

  private ErrorClassifier() {}

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

  /** Whether a checkpoint's state is that of a query of another shape. */
  static boolean isOtherState(Throwable error) {
    return chain(error)
        .filter(SparkThrowable.class::isInstance)
        .anyMatch(cause -> OTHER_STATE.contains(((SparkThrowable) cause).getCondition()));
  }

  /** Whether it only has to be started again. */
  static boolean isRestart(Throwable error) {
    return chain(error).anyMatch(RestartException.class::isInstance);
  }

  /** Whether it only has to wait for the registry, which says all in one line. */
  static boolean isRegistryAway(Throwable error) {
    return chain(error).anyMatch(RegistryUnavailableException.class::isInstance);
  }

  private static Stream<Throwable> chain(Throwable error) {
    return Stream.iterate(error, Objects::nonNull, Throwable::getCause).limit(DEEPEST);
  }

  private static Throwable innermost(Throwable error) {
    return chain(error).reduce(error, (outer, inner) -> inner);
  }
}
