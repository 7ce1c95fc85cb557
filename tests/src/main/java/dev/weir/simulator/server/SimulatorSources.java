package dev.weir.simulator.server;

import dev.weir.simulator.corpus.Corpus;
import dev.weir.simulator.world.Instance;
import dev.weir.simulator.world.Links;
import dev.weir.simulator.world.Site;
import java.util.Locale;
import java.util.Optional;

/** The simulator's hosts as sources in Weir's settings. */
public final class SimulatorSources {
  private final StringBuilder sites = new StringBuilder("sites:\n");
  private final StringBuilder feeds = new StringBuilder("feeds:\n");
  private final StringBuilder mastodon = new StringBuilder("mastodon:\n");
  private final StringBuilder jetstream = new StringBuilder("jetstream:\n");

  private SimulatorSources() {}

  /**
   * Sections of {@code weir.yaml}, without those that a stack needs.
   *
   * @param every how often timelines are polled, such as {@code 1s}
   */
  public static String yaml(int port, String every, Optional<Corpus> corpus) {
    SimulatorSources sources = new SimulatorSources();
    sources.addWorld(every);
    corpus.ifPresent(recordings -> sources.add(recordings, every));
    return """
        contact: mailto:simulator@weir.test
        http:
          delay: 50ms
          timeout: 5s
          connect-to: {"*.test": "127.0.0.1:%1$d"}
          allow-addresses: ["127.0.0.1:%1$d"]
        shorteners: [%2$s]
        sitemaps:
          - {name: gazette, url: "http://%3$s/sitemap.xml", every: 60s}
        """
            .formatted(port, Links.SHORTENER, Site.GAZETTE.host())
        + sources.sites
        + sources.feeds
        + sources.mastodon
        + sources.jetstream;
  }

  private void addWorld(String every) {
    for (Site site : Site.ALL) {
      site(site.host(), site == Site.COURIER ? ", zone: Europe/Berlin" : "");
      feed(site.name().toLowerCase(Locale.ROOT), site.host() + NewspaperHost.feedPath(site), "5s");
    }
    for (Instance instance : Instance.ALL) {
      String name = instance.source().substring("mastodon/".length());
      timeline(name, instance.host(), "public", every);
    }
    jetstream("sky", JetstreamHost.HOST);
  }

  private void add(Corpus corpus, String every) {
    site(Corpus.PAGES, "");
    site(Corpus.INDEX, "");
    feed("corpus", Corpus.INDEX + "/feed.xml", "1h");
    for (String path : corpus.feeds()) {
      String name = path.substring(1).replaceAll("[^A-Za-z0-9-]+", "-");
      feed("corpus-" + name, Corpus.FEEDS + path, "1h");
    }
    for (String name : corpus.timelines().keySet()) {
      timeline("corpus-" + name.replace('_', '-'), Corpus.MASTODON, "tag/" + name, every);
    }
    if (!corpus.messages().isEmpty()) {
      jetstream("corpus", Corpus.JETSTREAM);
    }
  }

  private void site(String domain, String more) {
    sites.append("  - {domain: %s, delay: 50ms%s}\n".formatted(domain, more));
  }

  private void feed(String name, String url, String every) {
    feeds.append("  - {name: %s, url: \"http://%s\", every: %s}\n".formatted(name, url, every));
  }

  private void timeline(String name, String host, String timeline, String every) {
    mastodon.append(
        "  - {name: %s, url: \"http://%s\", timeline: %s, every: %s}\n"
            .formatted(name, host, timeline, every));
  }

  private void jetstream(String name, String host) {
    jetstream.append(
        "  - {name: %s, url: \"ws://%s/subscribe\", collections: [app.bsky.feed.post]}\n"
            .formatted(name, host));
  }
}
