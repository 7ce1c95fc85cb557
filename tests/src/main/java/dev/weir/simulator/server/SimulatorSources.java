package dev.weir.simulator.server;

import dev.weir.simulator.world.Instance;
import dev.weir.simulator.world.Links;
import dev.weir.simulator.world.Site;
import java.util.Locale;

/** The simulator's hosts as sources in Weir's settings. */
public final class SimulatorSources {
  private SimulatorSources() {}

  /**
   * Sections of {@code weir.yaml}, without those that a stack needs.
   *
   * @param every how often timelines are polled, such as {@code 1s}; feeds five times as rarely
   */
  public static String yaml(int port, String every) {
    StringBuilder yaml =
        new StringBuilder(
            """
            contact: mailto:simulator@weir.test
            http:
              delay: 50ms
              timeout: 5s
              connect-to: {"*.test": "127.0.0.1:%1$d"}
              allow-addresses: ["127.0.0.1:%1$d"]
            """
                .formatted(port));
    yaml.append("sites:\n");
    for (Site site : Site.ALL) {
      String zone = site == Site.COURIER ? ", zone: Europe/Berlin" : "";
      yaml.append("  - {domain: %s, delay: 50ms%s}\n".formatted(site.host(), zone));
    }
    yaml.append("shorteners: [").append(Links.SHORTENER).append("]\nfeeds:\n");
    for (Site site : Site.ALL) {
      yaml.append(
          "  - {name: %s, url: \"http://%s%s\", every: 5s}\n"
              .formatted(name(site), site.host(), NewspaperHost.feedPath(site)));
    }
    yaml.append("sitemaps:\n");
    yaml.append(
        "  - {name: %s, url: \"http://%s/sitemap.xml\", every: 60s}\n"
            .formatted(name(Site.GAZETTE), Site.GAZETTE.host()));
    yaml.append("mastodon:\n");
    for (Instance instance : Instance.ALL) {
      yaml.append(
          "  - {name: %s, url: \"http://%s\", timeline: public, every: %s}\n"
              .formatted(
                  instance.source().substring("mastodon/".length()), instance.host(), every));
    }
    return yaml.append("jetstream:\n")
        .append(
            "  - {name: sky, url: \"ws://sky.test/subscribe\", collections: [app.bsky.feed.post]}\n")
        .toString();
  }

  private static String name(Site site) {
    return site.name().toLowerCase(Locale.ROOT);
  }
}
