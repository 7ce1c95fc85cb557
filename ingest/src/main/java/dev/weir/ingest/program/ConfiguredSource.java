package dev.weir.ingest.program;

import dev.weir.ingest.source.Source;
import java.util.List;

/**
 * A validated entry of a source type's section.
 *
 * @param id the source's id
 * @param what it fetches: an address, a query, a domain
 * @param often interval in words: {@code every 15s}
 * @param variables the environment variables that must be set for it to run
 * @param maker makes the source
 */
public record ConfiguredSource(
    String id, String what, String often, List<String> variables, Maker maker) {
  public ConfiguredSource {
    variables = List.copyOf(variables);
  }

  /** Makes a source without connecting. */
  @FunctionalInterface
  public interface Maker {
    Source make(SourceContext context);
  }
}
