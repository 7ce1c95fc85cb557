package dev.weir.ingest.program;

import dev.weir.ingest.http.PoliteHttpClient;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the sources of a program share.
 *
 * @param client the HTTP client; closed by the program
 * @param clock the clock
 * @param environment returns a variable's value by its name, or null
 */
public record SourceContext(
    PoliteHttpClient client, InstantSource clock, UnaryOperator<@Nullable String> environment) {
  /**
   * The value of an environment variable that the source requires.
   *
   * @param variable one of {@link ConfiguredSource#variables}
   */
  public String secret(String variable) {
    return Objects.requireNonNull(environment.apply(variable), variable);
  }

  /** Omits the environment, which may hold secrets. */
  @Override
  public String toString() {
    return "SourceContext";
  }
}
