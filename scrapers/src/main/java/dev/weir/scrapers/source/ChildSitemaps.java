package dev.weir.scrapers.source;

import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.url.Domains;
import dev.weir.scrapers.robots.Robots;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Decides which sitemaps of an index may be read.
 *
 * <p>An index may name sitemaps of its own site. One on another host is accepted if the robots.txt
 * of the index's host names it (<a
 * href="https://www.sitemaps.org/protocol.html#sitemaps_cross_submits">sitemaps.org, cross
 * submits</a>); while that file cannot be fetched, the answer is unknown. Each sitemap must also be
 * allowed by the robots.txt of its own host.
 */
final class ChildSitemaps {
  private static final int LONGEST_URL = 4_096;

  /** The verdict on a sitemap. */
  sealed interface Verdict {
    /** It may. */
    record Allowed() implements Verdict {}

    /** It may not be read in this walk. */
    record Cut(String reason) implements Verdict {}

    /** Unknown for now. */
    record Unknown(Robots.Verdict.Unknown cause) implements Verdict {}
  }

  private final Robots robots;
  private final String root;

  ChildSitemaps(String root, PoliteHttpClient client, InstantSource clock) {
    this.root = root;
    this.robots = new Robots(client, clock);
  }

  Verdict judge(String url) throws InterruptedException {
    if (url.length() > LONGEST_URL) {
      return new Verdict.Cut("a sitemap's address is longer than " + LONGEST_URL);
    }
    if (!Domains.sameSite(url, root)) {
      Optional<Boolean> named = robots.namesSitemap(root, url);
      if (named.isEmpty()) {
        return new Verdict.Unknown(missing());
      }
      if (!named.get()) {
        return new Verdict.Cut("a sitemap of another host that robots.txt does not name: " + url);
      }
    }
    Robots.Verdict verdict = robots.judge(url);
    if (verdict instanceof Robots.Verdict.Unknown unknown) {
      return new Verdict.Unknown(unknown);
    }
    return verdict instanceof Robots.Verdict.Disallowed
        ? new Verdict.Cut("robots.txt disallows a sitemap: " + url)
        : new Verdict.Allowed();
  }

  private Robots.Verdict.Unknown missing() throws InterruptedException {
    return robots.judge(root) instanceof Robots.Verdict.Unknown unknown
        ? unknown
        : new Robots.Verdict.Unknown(Duration.ZERO, "it came late");
  }
}
