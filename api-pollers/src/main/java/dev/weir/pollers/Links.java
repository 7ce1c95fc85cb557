package dev.weir.pollers;

import dev.weir.schemas.record.Link;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Turns the URLs of a post into its links. Immutable. */
public final class Links {
  private final Function<String, Optional<String>> normalizer;

  /**
   * Creates an instance.
   *
   * @param normalizer maps a URL as written to its canonical form; empty if it is not a web URL
   */
  public Links(Function<String, Optional<String>> normalizer) {
    this.normalizer = normalizer;
  }

  /**
   * Returns the links in the given order, each canonical URL once; other than web URLs are skipped.
   */
  public List<Link> of(Collection<String> urls) {
    Map<String, Link> links = new LinkedHashMap<>();
    for (String url : urls) {
      normalizer
          .apply(url)
          .ifPresent(canonical -> links.putIfAbsent(canonical, new Link(url, canonical)));
    }
    return List.copyOf(links.values());
  }
}
