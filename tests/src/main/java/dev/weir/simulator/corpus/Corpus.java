package dev.weir.simulator.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
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

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Map<String, Path> pages = new TreeMap<>();
  private final Map<String, Path> feeds = new TreeMap<>();
  private final Map<String, List<JsonNode>> timelines = new TreeMap<>();
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
      if (!statuses.isEmpty()) {
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

  /** Names of the pages; page NAME is served at {@code http://NAME.pages.test/}. */
  public List<String> pages() {
    return List.copyOf(pages.keySet());
  }

  /** The page's bytes as recorded; empty where there is none of this name. */
  public Optional<byte[]> page(String name) throws IOException {
    Path file = pages.get(name);
    if (file == null) {
      return Optional.empty();
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return Optional.of(in.readAllBytes());
    }
  }

  /** Paths of the feeds at their host. */
  public List<String> feeds() {
    return List.copyOf(feeds.keySet());
  }

  /** The feed's bytes as recorded; empty where there is none of this path. */
  public Optional<byte[]> feed(String path) throws IOException {
    Path file = feeds.get(path);
    return file == null ? Optional.empty() : Optional.of(Files.readAllBytes(file));
  }

  /** The timelines by name: the statuses of one file each, newest first. */
  public Map<String, List<JsonNode>> timelines() {
    return new LinkedHashMap<>(timelines);
  }

  /** The Jetstream's messages as recorded, in order. */
  public List<String> messages() {
    return messages;
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
    if (node.has("uri") && node.has("content") && node.has("account")) {
      statuses.add(node);
    } else if (node.isArray() || node.has("ancestors")) {
      node.forEach(child -> collect(child, statuses));
    }
  }
}
