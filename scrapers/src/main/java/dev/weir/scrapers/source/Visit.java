package dev.weir.scrapers.source;

import dev.weir.ingest.http.HttpResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What came of going to a URL, with robots.txt asked at each step. */
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
   * @param permanent whether the redirect that led there says to be for good
   */
  record Elsewhere(
      String target, boolean permanent, List<String> hops, Optional<Duration> crawlDelay)
      implements Visit {}

  /** A robots.txt forbids it. */
  record Disallowed(String url, List<String> hops) implements Visit {}

  /** A robots.txt cannot be had for now. */
  record Unjudged(String url, Duration retry, String reason, List<String> hops) implements Visit {}
}
