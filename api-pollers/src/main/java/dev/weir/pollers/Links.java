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
   * Makes one.
   *
   * @param normalizer a URL as written to its canonical form; empty where it is no URL of the web
   */
  public Links(Function<String, Optional<String>> normalizer) {
    this.normalizer = normalizer;
  }

  /**
   * Returns the links in the order given, each canonical URL once; what is no URL of the web is
   * left out.
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
