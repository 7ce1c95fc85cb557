package dev.weir.ingest.program;

import dev.weir.ingest.http.PoliteHttpClient;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the sources of a program share.
 *
 * @param client fetches politely; closed by the program
 * @param clock tells the time
 * @param environment a variable's value by its name, or null
 */
public record SourceContext(
    PoliteHttpClient client, InstantSource clock, UnaryOperator<@Nullable String> environment) {
  /**
   * The value of an environment variable that the source said it needs.
   *
   * @param variable one of {@link ConfiguredSource#variables}
   */
  public String secret(String variable) {
    return Objects.requireNonNull(environment.apply(variable), variable);
  }

  /** The environment may hold secrets and is left out. */
  @Override
  public String toString() {
    return "SourceContext";
  }
}
