package dev.weir.simulator.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a simulator truly served, read back from its file. The right answers that follow from it are
 * in {@link OracleAnswers}. Immutable.
 *
 * <p>A served item is <em>withdrawn</em> where its reader came back for it and could no longer get
 * it: it may have been kept or not, and neither is wrong.
 */
public final class Oracle {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What makes two records of a post the same record. */
  public record PostIdentity(String network, String id, String version) {}

  /**
   * A link in a post.
   *
   * @param target canonical address of the article that it leads to; empty where it leads out of
   *     the world
   * @param hops what redirects on the way to it
   */
  public record Link(String url, String normalized, Optional<String> target, List<String> hops) {}

  /**
   * A version of a post.
   *
   * @param item number in the world of what made this version
   * @param operation CREATE, UPDATE or DELETE
   * @param unknown its identity for a reader that does not know what it deletes; empty where it has
   *     none other
   * @param tags in lower case
   */
  public record Post(
      long item,
      PostIdentity identity,
      Optional<PostIdentity> unknown,
      String operation,
      Instant eventTime,
      Instant servedAt,
      String source,
      String author,
      Optional<String> language,
      List<String> tags,
      List<Link> links,
      boolean withdrawn) {

    /** Whether its time is when it was heard, since it carries none. */
    public boolean isTimedByItsReader() {
      return unknown.isPresent();
    }
  }

  /**
   * A version of an article.
   *
   * @param version 1 as published, one more for each edit
   * @param text paragraphs, parted by blank lines
   */
  public record Page(
      long item,
      String url,
      int version,
      Instant servedAt,
      String site,
      String title,
      String byline,
      Instant publishedAt,
      String text,
      boolean withdrawn) {}

  /**
   * A redirect.
   *
   * @param version version that the article had when the redirect was first served
   */
  public record Redirect(String url, String location, int version, Instant servedAt) {}

  /**
   * An item that must become a dead letter.
   *
   * @param marker a text that its bytes hold and no other item's do
   */
  public record Malformed(
      long item,
      String source,
      String marker,
      String errorType,
      Instant servedAt,
      boolean withdrawn) {}

  /**
   * Items of a source that were lost before they could be served.
   *
   * @param from when the first of them appeared
   * @param until when the last of them appeared
   * @param unserved how many; 0 where nothing was lost, but no reader can know that
   */
  public record Gap(String source, String reason, Instant from, Instant until, int unserved) {}

  /**
   * A recording that was served.
   *
   * @param type page, feed, status or message
   * @param name the page's name, the feed's path, TIMELINE/NUMBER of a status in its file from 1
   *     on, or the message's line number from 1 on
   */
  public record Recording(String type, String name) {}

  private final Set<Recording> recordings = new LinkedHashSet<>();
  private final Map<PostIdentity, Post> posts = new LinkedHashMap<>();
  private final Map<Long, Page> pages = new LinkedHashMap<>();
  private final Map<String, Redirect> redirects = new LinkedHashMap<>();
  private final Map<Long, Malformed> malformed = new LinkedHashMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final Set<String> unknown = new TreeSet<>();
  private final Set<String> gone = new TreeSet<>();
  private final Map<String, String> moved = new TreeMap<>();
  private final Map<String, Long> faults = new TreeMap<>();

  /** Lines are parsed twice rather than kept parsed: there may be hundreds of thousands. */
  private Oracle(List<String> lines) throws IOException {
    Set<Long> withdrawn = new HashSet<>();
    for (String line : lines) {
      if (line.contains("\"withdrawn\"")) {
        JsonNode node = JSON.readTree(line);
        if (text(node, "kind").equals("withdrawn")) {
          withdrawn.add(node.path("item").asLong());
        }
      }
    }
    for (String line : lines) {
      JsonNode node = JSON.readTree(line);
      add(node, withdrawn.contains(node.path("item").asLong()));
    }
  }

  /**
   * Reads the file; a last line that has not been written to its end is left out.
   *
   * @throws IOException also where a line is not one of an oracle
   */
  public static Oracle read(Path file) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      return of(reader.lines().toList());
    }
  }

  /** Reads lines, as {@link #read} does. */
  public static Oracle of(List<String> lines) throws IOException {
    boolean isCutOff = !lines.isEmpty() && !lines.get(lines.size() - 1).endsWith("}");
    return new Oracle(isCutOff ? lines.subList(0, lines.size() - 1) : lines);
  }

  /** The posts served, in order, each version once. */
  public List<Post> posts() {
    return List.copyOf(posts.values());
  }

  /** The versions of articles served, in order, each once. */
  public List<Page> pages() {
    return List.copyOf(pages.values());
  }

  /** The redirects served, by address. */
  public Map<String, Redirect> redirects() {
    return Map.copyOf(redirects);
  }

  /** What was served and cannot be decoded, each once. */
  public List<Malformed> malformed() {
    return List.copyOf(malformed.values());
  }

  /** How many dead letters must come of it, by their type of error. */
  public Map<String, Long> deadLetters() {
    return malformed.values().stream()
        .filter(item -> !item.withdrawn())
        .collect(Collectors.groupingBy(Malformed::errorType, TreeMap::new, Collectors.counting()));
  }

  /** The gaps that the simulator made. */
  public List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  /** The sources that nobody can read whole. */
  public Set<String> unknown() {
    return Set.copyOf(unknown);
  }

  /** The pages that were served first and gone when they were asked for again. */
  public Set<String> gone() {
    return Set.copyOf(gone);
  }

  /** Where pages have moved to that were served first, by the address that they had then. */
  public Map<String, String> moved() {
    return Map.copyOf(moved);
  }

  /** The recordings served, in order, each once. */
  public List<Recording> recordings() {
    return List.copyOf(recordings);
  }

  /** How often each fault of a request or a delivery struck, by its name. */
  public Map<String, Long> faults() {
    return Map.copyOf(faults);
  }

  private void add(JsonNode line, boolean withdrawn) {
    switch (text(line, "kind")) {
      case "post" -> {
        Post post = post(line, withdrawn);
        posts.putIfAbsent(post.identity(), post);
      }
      case "page" -> {
        Page page = page(line, withdrawn);
        pages.putIfAbsent(page.item(), page);
      }
      case "redirect" -> {
        Redirect redirect =
            new Redirect(
                text(line, "url"),
                text(line, "location"),
                line.path("version").asInt(1),
                time(line, "served_at"));
        redirects.putIfAbsent(redirect.url(), redirect);
      }
      case "malformed" -> {
        Malformed item =
            new Malformed(
                line.path("item").asLong(),
                text(line, "source"),
                text(line, "marker"),
                text(line, "error_type"),
                time(line, "served_at"),
                withdrawn);
        malformed.putIfAbsent(item.item(), item);
      }
      case "gap" ->
          gaps.add(
              new Gap(
                  text(line, "source"),
                  text(line, "reason"),
                  time(line, "from"),
                  time(line, "until"),
                  line.path("unserved").asInt()));
      case "unknown" -> unknown.add(text(line, "source"));
      case "gone" -> gone.add(text(line, "url"));
      case "moved" -> moved.put(text(line, "url"), text(line, "to"));
      case "fault" -> faults.merge(text(line, "fault"), 1L, Long::sum);
      case "recorded" -> recordings.add(new Recording(text(line, "type"), text(line, "name")));
      default -> {}
    }
  }

  private static Post post(JsonNode line, boolean withdrawn) {
    List<Link> links = new ArrayList<>();
    for (JsonNode link : line.path("links")) {
      links.add(
          new Link(
              text(link, "url"),
              text(link, "normalized"),
              optionalText(link, "target"),
              texts(link.path("hops"))));
    }
    return new Post(
        line.path("item").asLong(),
        new PostIdentity(text(line, "network"), text(line, "id"), text(line, "version")),
        optionalText(line, "address")
            .map(address -> new PostIdentity(text(line, "network"), address, "unknown:delete")),
        text(line, "operation"),
        time(line, "event_time"),
        time(line, "served_at"),
        text(line, "source"),
        text(line, "author"),
        optionalText(line, "language"),
        texts(line.path("tags")),
        links,
        withdrawn);
  }

  private static Page page(JsonNode line, boolean withdrawn) {
    return new Page(
        line.path("item").asLong(),
        text(line, "url"),
        line.path("version").asInt(),
        time(line, "served_at"),
        text(line, "site"),
        text(line, "title"),
        text(line, "byline"),
        time(line, "published_at"),
        text(line, "text"),
        withdrawn);
  }

  private static String text(JsonNode line, String field) {
    return line.path(field).asText();
  }

  private static Optional<String> optionalText(JsonNode line, String field) {
    return line.hasNonNull(field) ? Optional.of(text(line, field)) : Optional.empty();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  private static Instant time(JsonNode line, String field) {
    return Instant.parse(text(line, field));
  }
}
