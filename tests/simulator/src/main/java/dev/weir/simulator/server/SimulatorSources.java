package dev.weir.simulator.server;

import dev.weir.simulator.corpus.Corpus;
import dev.weir.simulator.fault.FaultSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The simulator's hosts as sources in Weir's settings. */
public final class SimulatorSources {
  /** Id of the source that reads the recorded Jetstream. */
  public static final String RECORDED_JETSTREAM = "jetstream/corpus";

  /** The variable of the environment in which the printed settings expect {@link #TOKEN}. */
  public static final String TOKEN_ENV = "SIMULATOR_TOKEN";

  /** The token that the streaming API grants. */
  public static final String TOKEN = MastodonStream.TOKEN;

  private static final String RECORDED = "corpus";

  private final Map<String, StringBuilder> sections = new LinkedHashMap<>();

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
    HostTypes.ALL.forEach(type -> type.describe(sources, every));
    corpus.ifPresent(recordings -> sources.add(recordings, every));
    return sources.yaml(port);
  }

  /** The same of the recordings alone, without the played world. */
  public static String yaml(int port, String every, Corpus corpus) {
    SimulatorSources sources = new SimulatorSources("10ms", FaultSettings.NONE);
    sources.add(corpus, every);
    sources.sitemap("corpus", Corpus.INDEX, "1h");
    return sources.yaml(port);
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
        + sections.entrySet().stream()
            .map(section -> section.getKey() + ":\n" + section.getValue())
            .collect(Collectors.joining());
  }

  private static String feedName(String path) {
    return "corpus-" + path.substring(1).replaceAll("[^A-Za-z0-9-]+", "-");
  }

  private static String timelineName(String name) {
    return "corpus-" + name.replace('_', '-');
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

  /** The faults of the world. */
  FaultSettings faults() {
    return faults;
  }

  /** Adds an entry to a section that is a list. */
  void entry(String section, String entry) {
    sections
        .computeIfAbsent(section, any -> new StringBuilder())
        .append("  - ")
        .append(entry)
        .append('\n');
  }

  void site(String domain, String more) {
    entry("sites", "{domain: %s, delay: %s%s}".formatted(domain, delay, more));
  }

  void feed(String name, String url, String every) {
    entry("feeds", "{name: %s, url: \"http://%s\", every: %s}".formatted(name, url, every));
  }

  void sitemap(String name, String host, String every) {
    entry(
        "sitemaps",
        "{name: %s, url: \"http://%s/sitemap.xml\", every: %s}".formatted(name, host, every));
  }

  void timeline(String name, String host, String timeline, String every, boolean isStreamed) {
    String token = isStreamed ? ", token-env: " + TOKEN_ENV : "";
    entry(
        "mastodon",
        "{name: %s, url: \"http://%s\", timeline: %s, every: %s, horizon: 30s%s}"
            .formatted(name, host, timeline, every, token));
  }

  void jetstream(String name, String host) {
    entry(
        "jetstream",
        "{name: %s, url: \"ws://%s/subscribe\", collections: [app.bsky.feed.post]}"
            .formatted(name, host));
  }
}
