package dev.weir.simulator.oracle;

import dev.weir.schemas.settings.TimeSettings;
import dev.weir.schemas.settings.TimeStatus;
import dev.weir.simulator.oracle.Oracle.Link;
import dev.weir.simulator.oracle.Oracle.Page;
import dev.weir.simulator.oracle.Oracle.Post;
import dev.weir.simulator.oracle.Oracle.PostIdentity;
import dev.weir.simulator.oracle.Oracle.Redirect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The numbers that a complete and correct reader of what was served must arrive at. Computed in the
 * plainest way, on purpose: nothing here shares code with what it judges but the rule of {@link
 * TimeSettings#status}.
 *
 * <p>When something was observed is taken to be when it was served; whoever knows better (a
 * reader's own times lie some milliseconds later, which matters at a window's edge) says so by
 * {@link #observed}. Immutable.
 */
public final class OracleAnswers {
  /** One aggregate of one window. */
  public record Key(String metric, String dimension, Instant start, Instant end)
      implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::start)
            .thenComparing(Key::end)
            .thenComparing(Key::metric)
            .thenComparing(Key::dimension);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Its numbers, exact.
   *
   * @param seconds from the first to the last, for sessions; else 0
   */
  public record Values(long count, long authors, long seconds) {}

  /** A post and a page that it links to. */
  public record MentionKey(PostIdentity post, String url) {}

  /**
   * A post that met a page.
   *
   * @param since from when a reader could know of it: when the post was served, and the page known
   */
  public record Mention(MentionKey key, Instant eventTime, Instant since, String author) {}

  private final Oracle oracle;
  private final TimeSettings time;
  private final Predicate<Post> included;
  private final Function<Post, Instant> postObserved;
  private final Function<String, Optional<Instant>> pageObserved;
  private final Map<String, Instant> nameObserved;

  private OracleAnswers(
      Oracle oracle,
      TimeSettings time,
      Predicate<Post> included,
      Function<Post, Instant> postObserved,
      Function<String, Optional<Instant>> pageObserved,
      Map<String, Instant> nameObserved) {
    this.oracle = oracle;
    this.time = time;
    this.included = included;
    this.postObserved = postObserved;
    this.pageObserved = pageObserved;
    this.nameObserved = nameObserved;
  }

  /** The answers by these settings. */
  public static OracleAnswers of(Oracle oracle, TimeSettings time) {
    return new OracleAnswers(
        oracle, time, post -> true, Post::servedAt, url -> Optional.empty(), Map.of());
  }

  /** The same, without the posts that the predicate refuses: withdrawn ones that were not kept. */
  public OracleAnswers including(Predicate<Post> kept) {
    return new OracleAnswers(oracle, time, kept, postObserved, pageObserved, nameObserved);
  }

  /**
   * The same with the reader's own times where it has them.
   *
   * @param posts when the post was observed
   * @param pages when the page was first observed
   * @param names when the page was first observed under a name, by {@link #name}
   */
  public OracleAnswers observed(
      Map<PostIdentity, Instant> posts, Map<String, Instant> pages, Map<String, Instant> names) {
    return new OracleAnswers(
        oracle,
        time,
        included,
        post -> posts.getOrDefault(post.identity(), post.servedAt()),
        url -> Optional.ofNullable(pages.get(url)),
        names);
  }

  /**
   * Query {@code counts}: rows, posts, tags, languages, edits and deletions over tumbling windows.
   */
  public Map<Key, Values> counts() {
    Tally tally = new Tally(time.window(), time.window());
    for (Post post : oracle.posts()) {
      if (!countsLive(post)) {
        continue;
      }
      String author = post.identity().network() + "|" + post.author();
      items(post).forEach(item -> tally.add(item, author, eventTime(post)));
    }
    return tally.values();
  }

  /** Query {@code links}: links by canonical address, and rows, over hopping windows. */
  public Map<Key, Values> links() {
    Tally tally = new Tally(time.hopSize(), time.hopSlide());
    for (Mention mention : mentions().values()) {
      tally.add(new Item("rows", ""), mention.author(), mention.eventTime());
      tally.add(new Item("links", mention.key().url()), mention.author(), mention.eventTime());
    }
    return tally.values();
  }

  /**
   * Query {@code sessions}: discussions of an article, those that have not ended yet among them.
   */
  public Map<Key, Values> sessions() {
    Map<Key, Values> sessions = new TreeMap<>();
    Map<String, List<Mention>> byUrl =
        mentions().values().stream()
            .sorted(Comparator.comparing(Mention::eventTime))
            .collect(Collectors.groupingBy(mention -> mention.key().url()));
    byUrl.forEach(
        (url, mentions) -> {
          List<Mention> session = new ArrayList<>();
          for (Mention mention : mentions) {
            if (!session.isEmpty() && mention.eventTime().isAfter(end(session))) {
              sessions.put(key(url, session), values(session));
              session.clear();
            }
            session.add(mention);
          }
          sessions.put(key(url, session), values(session));
        });
    return sessions;
  }

  /**
   * Every pair of a post and an article that it links to, where both were served, and all that
   * redirects on the way. Only creations join, and only those in time. An address by which an
   * article becomes known only later counts from then on.
   */
  public Map<MentionKey, Mention> mentions() {
    Map<String, Page> first = new HashMap<>();
    oracle.pages().forEach(page -> first.putIfAbsent(page.url(), page));
    Map<MentionKey, Mention> mentions = new LinkedHashMap<>();
    for (Post post : oracle.posts()) {
      if (!post.operation().equals("CREATE") || !countsLive(post)) {
        continue;
      }
      for (Link link : post.links()) {
        Page page = link.target().map(first::get).orElse(null);
        Optional<Instant> known = page == null ? Optional.empty() : known(link, page);
        if (page != null && known.isPresent()) {
          MentionKey key = new MentionKey(post.identity(), page.url());
          Instant at = later(known.get(), post.eventTime());
          Instant since = later(known.get(), post.servedAt());
          String author = post.identity().network() + "|" + post.author();
          mentions.merge(key, new Mention(key, at, since, author), OracleAnswers::earlier);
        }
      }
    }
    return mentions;
  }

  /** Whether the post counts in live aggregates. */
  public boolean countsLive(Post post) {
    return included.test(post)
        && time.status(eventTime(post), postObserved.apply(post)) == TimeStatus.OK;
  }

  private Instant eventTime(Post post) {
    return post.isTimedByItsReader() ? postObserved.apply(post) : post.eventTime();
  }

  /** When the page became known by the link; empty where a redirect on the way was not served. */
  private Optional<Instant> known(Link link, Page page) {
    Instant known = firstObserved(page);
    for (String hop : link.hops()) {
      Redirect redirect = oracle.redirects().get(hop);
      if (redirect == null) {
        return Optional.empty();
      }
      known = later(known, redirect.servedAt());
    }
    Instant told = nameObserved.get(name(page.url(), link.normalized()));
    return Optional.of(told == null ? known : told);
  }

  /** The key of a page's name in {@link #observed}. */
  public static String name(String url, String alias) {
    return url + " " + alias;
  }

  private static Mention earlier(Mention one, Mention other) {
    return other.eventTime().isBefore(one.eventTime()) ? other : one;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private Instant firstObserved(Page page) {
    return pageObserved.apply(page.url()).orElse(page.servedAt());
  }

  private record Item(String metric, String dimension) {}

  private static List<Item> items(Post post) {
    List<Item> items = new ArrayList<>();
    items.add(new Item("rows", ""));
    String network = post.identity().network();
    switch (post.operation()) {
      case "UPDATE" -> items.add(new Item("edits", network));
      case "DELETE" -> items.add(new Item("deletions", network));
      default -> {
        items.add(new Item("posts", network));
        post.language().ifPresent(language -> items.add(new Item("languages", language)));
        new TreeSet<>(post.tags()).forEach(tag -> items.add(new Item("tags", tag)));
      }
    }
    return items;
  }

  private Instant end(List<Mention> session) {
    return session.get(session.size() - 1).eventTime().plus(time.sessionGap());
  }

  private Key key(String url, List<Mention> session) {
    return new Key("sessions", url, session.get(0).eventTime(), end(session));
  }

  private static Values values(List<Mention> session) {
    Set<String> authors = session.stream().map(Mention::author).collect(Collectors.toSet());
    Duration length =
        Duration.between(session.get(0).eventTime(), session.get(session.size() - 1).eventTime());
    return new Values(session.size(), authors.size(), length.toSeconds());
  }

  /** Counts and distinct authors by window; windows are aligned to 1970. */
  private static final class Tally {
    private final long size;
    private final long slide;
    private final Map<Key, Long> counts = new HashMap<>();
    private final Map<Key, Set<String>> authors = new HashMap<>();

    Tally(Duration size, Duration slide) {
      this.size = size.toMillis();
      this.slide = slide.toMillis();
    }

    void add(Item item, String author, Instant at) {
      long last = Math.floorDiv(at.toEpochMilli(), slide) * slide;
      for (long start = last; start > at.toEpochMilli() - size; start -= slide) {
        Key key =
            new Key(
                item.metric(),
                item.dimension(),
                Instant.ofEpochMilli(start),
                Instant.ofEpochMilli(start + size));
        counts.merge(key, 1L, Long::sum);
        authors.computeIfAbsent(key, unused -> new HashSet<>()).add(author);
      }
    }

    Map<Key, Values> values() {
      Map<Key, Values> values = new TreeMap<>();
      counts.forEach(
          (key, count) ->
              values.put(key, new Values(count, authors.getOrDefault(key, Set.of()).size(), 0)));
      return values;
    }
  }
}
