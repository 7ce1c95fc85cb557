package dev.weir.ingest.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The headers of a response.
 *
 * @param values values by lower-case name, in the order received
 */
public record HttpHeaders(Map<String, List<String>> values) {
  /** Copies what it is given. */
  public HttpHeaders {
    values = Map.copyOf(values);
  }

  /** Returns the first value of a header, whatever the name's case. */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** Returns all values of a header, in the order received. */
  public List<String> all(String name) {
    return values.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }
}
