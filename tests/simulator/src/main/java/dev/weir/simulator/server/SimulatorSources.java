package dev.weir.simulator.server;

import dev.weir.simulator.corpus.Corpus;
import dev.weir.simulator.fault.Fault;
import dev.weir.simulator.fault.FaultSettings;
import dev.weir.simulator.world.Instance;
import dev.weir.simulator.world.Links;
import dev.weir.simulator.world.Site;
import java.util.Locale;
import java.util.Optional;

/** The simulator's hosts as sources in Weir's settings. */
public final class SimulatorSources {
  /** Id of the source that reads the recorded Jetstream. */
  public static final String RECORDED_JETSTREAM = "jetstream/corpus";

  /** The variable of the environment in which the printed settings expect {@link #TOKEN}. */
  public static final String TOKEN_ENV = "SIMULATOR_TOKEN";

  /** The token that the streaming API grants. */
  public static final String TOKEN = MastodonStream.TOKEN;

  private static final String RECORDED = "corpus";

  private final StringBuilder sites = new StringBuilder();
  private final StringBuilder feeds = new StringBuilder();
  private final StringBuilder mastodon = new StringBuilder();
  private final StringBuilder jetstream = new StringBuilder();

  private final String delay;
  private final FaultSettings faults;

  private SimulatorSources(String delay, FaultSettings faults) {
    this.delay = delay;
    this.faults = faults;
  }

  /**
   * Sections of {@code weir.yaml}, without those that a stack needs.
   *
   * @param every how often timelines are polled, such as {@code 1s}
   * @param faults the world's: some need sources of their own, or a token in {@link #TOKEN_ENV}
   */
  public static String yaml(int port, String every, FaultSettings faults, Optional<Corpus> corpus) {
    SimulatorSources sources = new SimulatorSources("50ms", faults);
    sources.addWorld(every);
    corpus.ifPresent(recordings -> sources.add(recordings, every));
    return sources.yaml(port)
        + """
        shorteners: [%s]
        sitemaps:
          - {name: gazette, url: "http://%s/sitemap.xml", every: 60s}
        """
            .formatted(Links.SHORTENER, Site.GAZETTE.host());
  }

  /** The same of the recordings alone, without the played world. */
  public static String yaml(int port, String every, Corpus corpus) {
    SimulatorSources sources = new SimulatorSources("10ms", FaultSettings.NONE);
    sources.add(corpus, every);
    return sources.yaml(port)
        + """
        sitemaps:
          - {name: corpus, url: "http://%s/sitemap.xml", every: 1h}
        """
            .formatted(Corpus.INDEX);
  }

  /** Id of the source that reads the recorded feed of this path. */
  public static String feedSource(String path) {
    return "feed/" + feedName(path);
  }

  /** Id of the source that reads the recorded timeline of this name. */
  public static String timelineSource(String name) {
    return "mastodon/" + timelineName(name);
  }

  private String yaml(int port) {
    return """
        contact: mailto:simulator@weir.test
        http:
          delay: %2$s
          timeout: 5s
          connect-to: {"*.test": "127.0.0.1:%1$d"}
          allow-addresses: ["127.0.0.1:%1$d"]
        """
            .formatted(port, delay)
        + section("sites", sites)
        + section("feeds", feeds)
        + section("mastodon", mastodon)
        + section("jetstream", jetstream);
  }

  private static String section(String name, StringBuilder entries) {
    return entries.isEmpty() ? "" : name + ":\n" + entries;
  }

  private static String feedName(String path) {
    return "corpus-" + path.substring(1).replaceAll("[^A-Za-z0-9-]+", "-");
  }

  private static String timelineName(String name) {
    return "corpus-" + name.replace('_', '-');
  }

  private void addWorld(String every) {
    for (Site site : Site.ALL) {
      site(site.host(), site == Site.COURIER ? ", zone: Europe/Berlin" : "");
      feed(site.name().toLowerCase(Locale.ROOT), site.host() + NewspaperHost.feedPath(site), "5s");
    }
    for (Instance instance : Instance.ALL) {
      String name = instance.source().substring("mastodon/".length());
      boolean isStreamed =
          instance == Instance.FEDI && faults.frequency(Fault.STREAM_DISCONNECT) > 0;
      timeline(name, instance.host(), "public", every, isStreamed);
    }
    jetstream("sky", JetstreamHost.HOST);
  }

  private void add(Corpus corpus, String every) {
    site(Corpus.PAGES, "");
    site(Corpus.INDEX, "");
    feed("corpus", Corpus.INDEX + "/feed.xml", "1h");
    for (String path : corpus.feeds()) {
      feed(feedName(path), Corpus.FEEDS + path, "1h");
    }
    for (String name : corpus.timelines().keySet()) {
      timeline(timelineName(name), Corpus.MASTODON, "tag/" + name, every, false);
    }
    if (!corpus.messages().isEmpty()) {
      jetstream(RECORDED, Corpus.JETSTREAM);
    }
  }

  private void site(String domain, String more) {
    sites.append("  - {domain: %s, delay: %s%s}\n".formatted(domain, delay, more));
  }

  private void feed(String name, String url, String every) {
    feeds.append("  - {name: %s, url: \"http://%s\", every: %s}\n".formatted(name, url, every));
  }

  private void timeline(
      String name, String host, String timeline, String every, boolean isStreamed) {
    String token = isStreamed ? ", token-env: " + TOKEN_ENV : "";
    mastodon.append(
        "  - {name: %s, url: \"http://%s\", timeline: %s, every: %s, horizon: 30s%s}\n"
            .formatted(name, host, timeline, every, token));
  }

  private void jetstream(String name, String host) {
    jetstream.append(
        "  - {name: %s, url: \"ws://%s/subscribe\", collections: [app.bsky.feed.post]}\n"
            .formatted(name, host));
  }
}
