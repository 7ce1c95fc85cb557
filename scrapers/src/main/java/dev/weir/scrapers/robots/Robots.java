package dev.weir.scrapers.robots;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import dev.weir.ingest.http.HttpRequest;
import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.http.PoliteHttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The robots.txt of the hosts of one domain (RFC 9309): fetched with up to five redirects, read up
 * to 500 KiB, cached for a day. If there is none (4xx), everything is allowed. If it cannot be
 * fetched (5xx, 429, no answer), an older copy is used; without one, nothing is allowed for the
 * time being.
 *
 * <p>Not thread-safe.
 */
public final class Robots {
  /** The product token that a robots.txt may name. */
  public static final String PRODUCT = "weir";

  private static final int MAX_BYTES = 500 << 10;
  private static final int MAX_HOSTS = 200;
  private static final Duration KEPT = Duration.ofHours(24);
  private static final Duration RETRY = Duration.ofMinutes(5);
  private static final Duration RETRY_UNREACHABLE = Duration.ofSeconds(30);
  private static final Duration LONGEST_DELAY = Duration.ofHours(24);

  /** The verdict for one URL. */
  public sealed interface Verdict {
    /**
     * It may be fetched.
     *
     * @param crawlDelay the minimum time between two fetches, if the host sets one
     */
    record Allowed(Optional<Duration> crawlDelay) implements Verdict {}

    /** It may not be fetched. */
    record Disallowed() implements Verdict {}

    /** Unknown for now. */
    record Unknown(Duration retry, String reason) implements Verdict {}
  }

  private final PoliteHttpClient client;
  private final InstantSource clock;
  private final Map<String, Copy> copies = new HashMap<>();

  /**
   * @param clock dates copies, to expire them
   */
  public Robots(PoliteHttpClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Whether a normalized URL may be fetched; fetches the robots.txt if there is no fresh copy. */
  public Verdict judge(String url) throws InterruptedException {
    Copy copy = copy(url);
    BaseRobotRules rules = copy.rules();
    if (rules == null) {
      Duration retry = Duration.between(clock.instant(), copy.until());
      return new Verdict.Unknown(retry.isNegative() ? Duration.ZERO : retry, copy.problem());
    }
    return rules.isAllowed(url) ? new Verdict.Allowed(delay(rules)) : new Verdict.Disallowed();
  }

  /**
   * Whether the robots.txt of a host names a sitemap.
   *
   * @param site any URL of the host
   * @return empty if the file cannot be fetched for now
   */
  public Optional<Boolean> namesSitemap(String site, String sitemap) throws InterruptedException {
    return Optional.ofNullable(copy(site).rules())
        .map(rules -> rules.getSitemaps().contains(sitemap));
  }

  private Copy copy(String url) throws InterruptedException {
    int path = url.indexOf('/', url.indexOf("://") + 3);
    String robotsUrl = (path < 0 ? url : url.substring(0, path)) + "/robots.txt";
    Copy copy = copies.get(robotsUrl);
    if (copy == null || !copy.until().isAfter(clock.instant())) {
      copy = fetch(robotsUrl, copy);
      if (copies.size() >= MAX_HOSTS) {
        copies.clear();
      }
      copies.put(robotsUrl, copy);
    }
    return copy;
  }

  private Copy fetch(String url, @Nullable Copy older) throws InterruptedException {
    HttpResult result = client.fetch(HttpRequest.of(url).withCutAt(MAX_BYTES));
    Instant now = clock.instant();
    if (result instanceof HttpResult.Success success) {
      return new Copy(parse(url, success), now.plus(KEPT), "");
    }
    if (result instanceof HttpResult.Status status
        && status.status() >= 400
        && status.status() < 500
        && status.status() != 429) {
      return new Copy(new SimpleRobotRules(RobotRulesMode.ALLOW_ALL), now.plus(KEPT), "");
    }
    if (result instanceof HttpResult.Refused) {
      // The fetch of the page will be refused too, with a better message.
      return new Copy(new SimpleRobotRules(RobotRulesMode.ALLOW_ALL), now.plus(RETRY), "");
    }
    Duration retry =
        result.retryAfter().orElse(result instanceof HttpResult.Status ? RETRY : RETRY_UNREACHABLE);
    return new Copy(older == null ? null : older.rules(), now.plus(retry), result.summary());
  }

  private static BaseRobotRules parse(String url, HttpResult.Success success) {
    String type = success.headers().first("Content-Type").orElse("text/plain");
    return RobotsTxt.rules(success.body().bytes(), type, url);
  }

  private static Optional<Duration> delay(BaseRobotRules rules) {
    long millis = rules.getCrawlDelay();
    if (millis <= 0) {
      return Optional.empty();
    }
    Duration delay = Duration.ofMillis(millis);
    return Optional.of(delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay);
  }

  /** A host's rules; none if they could not be fetched. */
  private record Copy(@Nullable BaseRobotRules rules, Instant until, String problem) {}
}
