package dev.weir.simulator.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A folder of recordings: {@code pages/NAME/source.html.gz}, {@code feeds/**}, {@code
 * mastodon/*.json} and {@code bluesky/jetstream.jsonl}, any of which may be missing. Where each is
 * found in the simulated web is said here too. Reads files when they are asked for; immutable
 * otherwise.
 */
public final class Corpus {
  /** Registrable domain of the pages' hosts. */
  public static final String PAGES = "pages.test";

  /** Host of the index. */
  public static final String INDEX = "corpus.test";

  /** Host of the feeds. */
  public static final String FEEDS = "feeds.corpus.test";

  /** Host of the Mastodon payloads, one timeline a file. */
  public static final String MASTODON = "mastodon.corpus.test";

  /** Host of the Jetstream. */
  public static final String JETSTREAM = "jetstream.corpus.test";

  private static final List<String> PLAYED = List.of("pages", "feeds", "mastodon", "bluesky");
  private static final List<String> HOLDERS = List.of("statuses", "ancestors", "descendants");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Map<String, Path> pages = new TreeMap<>();
  private final Map<String, Path> feeds = new TreeMap<>();
  private final Map<String, List<JsonNode>> timelines = new TreeMap<>();
  private final List<String> withoutStatus = new ArrayList<>();
  private final List<String> messages;

  private Corpus(Path folder) throws IOException {
    this.folder = folder;
    for (Path file : files("pages", "source.html.gz")) {
      Path name = file.getName(file.getNameCount() - 2);
      pages.put(name.toString().toLowerCase(Locale.ROOT), file);
    }
    for (Path file : files("feeds", "")) {
      if (isFeed(file)) {
        feeds.put("/" + folder.resolve("feeds").relativize(file), file);
      }
    }
    for (Path file : files("mastodon", ".json")) {
      List<JsonNode> statuses = statuses(file);
      if (statuses.isEmpty()) {
        withoutStatus.add(name(file));
      } else {
        timelines.put(name(file), statuses);
      }
    }
    Path lines = folder.resolve("bluesky/jetstream.jsonl");
    messages = Files.exists(lines) ? Files.readAllLines(lines) : List.of();
  }

  /**
   * Opens a folder.
   *
   * @throws IOException where it holds no recordings
   */
  public static Corpus open(Path folder) throws IOException {
    Corpus corpus = new Corpus(folder);
    if (corpus.pages.isEmpty() && corpus.feeds.isEmpty() && corpus.messages.isEmpty()) {
      throw new IOException(
          "Expected a folder with recordings in pages, feeds or bluesky, got: " + folder);
    }
    return corpus;
  }

  /** Names of the pages. */
  public List<String> pages() {
    return List.copyOf(pages.keySet());
  }

  /** Where the page of this name is served. */
  public static String pageUrl(String name) {
    return "http://" + name + "." + PAGES + "/";
  }

  /** The page's bytes as recorded; empty where there is none of this name. */
  public Optional<byte[]> page(String name) throws IOException {
    Path file = pages.get(name);
    if (file == null) {
      return Optional.empty();
    }
    return Optional.of(unpacked(file));
  }

  /** What is expected to be read out of the page; empty where nothing is recorded of it. */
  public Optional<JsonNode> expectedMetadata(String name) throws IOException {
    Path page = pages.get(name);
    return page == null ? Optional.empty() : json(page.resolveSibling("expected-metadata.json"));
  }

  /** The article that is expected to be found in the page, as HTML. */
  public Optional<String> expectedArticle(String name) throws IOException {
    Path page = pages.get(name);
    if (page == null) {
      return Optional.empty();
    }
    Path article = page.resolveSibling("expected.html.gz");
    return Files.exists(article)
        ? Optional.of(new String(unpacked(article), StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** Paths of the feeds at their host. */
  public List<String> feeds() {
    return List.copyOf(feeds.keySet());
  }

  /** Where the feed of this path is served. */
  public static String feedUrl(String path) {
    return "http://" + FEEDS + path;
  }

  /** The feed's bytes as recorded; empty where there is none of this path. */
  public Optional<byte[]> feed(String path) throws IOException {
    Path file = feeds.get(path);
    return file == null ? Optional.empty() : Optional.of(Files.readAllBytes(file));
  }

  /** The parse that is expected of the feed; empty where none is recorded. */
  public Optional<JsonNode> expectedFeed(String path) throws IOException {
    Path file = feeds.get(path);
    if (file == null) {
      return Optional.empty();
    }
    String name = String.valueOf(file.getFileName());
    return json(
        file.resolveSibling(
            name.endsWith(".xml")
                ? name.replaceAll("\\.xml$", ".json")
                : name.replaceAll("\\.json$", "_expected.json")));
  }

  /** Media type under which the feed is served. */
  public static String feedType(String path) {
    return path.endsWith(".json") ? "application/feed+json" : "application/xml";
  }

  /** Names of Mastodon's payloads that hold no status, and so are no timeline. */
  public List<String> withoutStatus() {
    return List.copyOf(withoutStatus);
  }

  /** The timelines by name: the statuses of one file each, newest first. */
  public Map<String, List<JsonNode>> timelines() {
    return new LinkedHashMap<>(timelines);
  }

  /** The Jetstream's messages as recorded, in order. */
  public List<String> messages() {
    return messages;
  }

  /** Folders of recordings that nothing plays, such as those of services without a host here. */
  public List<String> notPlayed() throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(Files::isDirectory)
          .map(Corpus::name)
          .filter(name -> !PLAYED.contains(name))
          .sorted()
          .toList();
    }
  }

  private List<Path> files(String below, String suffix) throws IOException {
    Path start = folder.resolve(below);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(start)) {
      return walk.filter(file -> Files.isRegularFile(file) && file.toString().endsWith(suffix))
          .sorted()
          .toList();
    }
  }

  /** Beside each feed lies the parse that is expected of it, as JSON. */
  private static boolean isFeed(Path file) {
    String path = file.toString();
    boolean json = path.contains("/json/") && path.endsWith(".json");
    return path.endsWith(".xml") || (json && !path.endsWith("_expected.json"));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).replace(".json", "");
  }

  private static List<JsonNode> statuses(Path file) throws IOException {
    JsonNode root = JSON.readTree(Files.readAllBytes(file));
    List<JsonNode> statuses = new ArrayList<>();
    collect(root, statuses);
    return statuses;
  }

  private static void collect(JsonNode node, List<JsonNode> statuses) {
    if (node.isArray()) {
      node.forEach(child -> collect(child, statuses));
    } else if (isStatus(node)) {
      statuses.add(node);
    } else {
      HOLDERS.forEach(field -> node.path(field).forEach(child -> collect(child, statuses)));
    }
  }

  /** Also a damaged one: accounts have an address, and descriptions are updated, not created. */
  private static boolean isStatus(JsonNode node) {
    return (node.has("content") && !node.has("updated_at"))
        || (node.has("created_at") && !node.has("acct"));
  }

  private static Optional<JsonNode> json(Path file) throws IOException {
    return Files.exists(file)
        ? Optional.of(JSON.readTree(Files.readAllBytes(file)))
        : Optional.empty();
  }

  private static byte[] unpacked(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }
}
