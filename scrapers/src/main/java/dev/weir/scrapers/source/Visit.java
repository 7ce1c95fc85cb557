package dev.weir.scrapers.source;

import dev.weir.ingest.http.HttpResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The result of visiting a URL, with robots.txt checked at each step. */
sealed interface Visit {
  /** The URLs that redirected, in order, as sent. */
  List<String> hops();

  /**
   * It ended within the domain.
   *
   * @param crawlDelay what the host asks for
   */
  record Ended(HttpResult result, List<String> hops, Optional<Duration> crawlDelay)
      implements Visit {}

  /**
   * It led to another domain.
   *
   * @param permanent whether the redirect that led there is a permanent one
   */
  record Elsewhere(
      String target, boolean permanent, List<String> hops, Optional<Duration> crawlDelay)
      implements Visit {}

  /** Robots.txt disallows it. */
  record Disallowed(String url, List<String> hops) implements Visit {}

  /** Robots.txt cannot be fetched for now. */
  record Unjudged(String url, Duration retry, String reason, List<String> hops) implements Visit {}
}
