package dev.weir.trial.latency;

import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.infra.stream.TopicReader;
import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.record.Mention;
import dev.weir.schemas.record.Page;
import dev.weir.schemas.record.Post;
import dev.weir.schemas.settings.TimeSettings;
import dev.weir.schemas.topic.Topics;
import dev.weir.simulator.oracle.Oracle;
import dev.weir.simulator.oracle.Oracle.PostIdentity;
import dev.weir.simulator.oracle.OracleAnswers;
import dev.weir.simulator.oracle.OracleAnswers.MentionKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the simulator says that it served, held against what lies in the topics, where each record
 * has the broker's time of its append.
 *
 * <p>One hop: an item is a version of a post; it begins when it was served, and counts in one of
 * {@code posts}, {@code edits} and {@code deletions} of its network and window. Two hops: an item
 * is a mention of a page by a post; it begins when the post was served, or, where the page was not
 * known by that link yet, when the page was observed under it, since there is no mention before. It
 * counts in {@code links} of its page, in each window that it lies in; looked at is the one that
 * began last.
 */
final class Evidence {
  private final OracleAnswers answers;
  private final Oracle oracle;
  private final TimeSettings time;
  private final Map<PostIdentity, Instant> posts;
  private final Map<MentionKey, Instant> mentions = new HashMap<>();
  private final Accounting<OracleAnswers.Key> counts = new Accounting<>();
  private final Accounting<OracleAnswers.Key> links = new Accounting<>();
  private final List<Instant> aggregates = new ArrayList<>();

  private Evidence(
      OracleAnswers answers, Oracle oracle, TimeSettings time, Map<PostIdentity, Instant> posts) {
    this.answers = answers;
    this.oracle = oracle;
    this.time = time;
    this.posts = posts;
  }

  /** Reads the oracle's file and the topics to their ends. */
  static Evidence read(Path oracleFile, ActiveSettings settings, TimeSettings time)
      throws IOException {
    Oracle oracle = Oracle.read(oracleFile);
    try (TopicReader topics = TopicReader.open(settings.stack(), settings.environment())) {
      Map<PostIdentity, Instant> posts = new HashMap<>();
      Map<PostIdentity, Instant> observed = new HashMap<>();
      topics.each(
          Topics.POSTS,
          Post.class,
          entry ->
              entry
                  .value()
                  .ifPresent(
                      post -> {
                        PostIdentity identity =
                            new PostIdentity(post.getNetwork(), post.getId(), post.getVersion());
                        posts.putIfAbsent(identity, entry.timestamp());
                        observed.putIfAbsent(identity, post.getObservedAt());
                      }));
      Names names = Names.read(topics);
      // What its reader lost again, because it changed in between, may be there or not.
      OracleAnswers answers =
          OracleAnswers.of(oracle, time)
              .including(post -> !post.withdrawn() || posts.containsKey(post.identity()))
              .observed(observed, names.pages(), names.names());
      Evidence evidence = new Evidence(answers, oracle, time, posts);
      evidence.addItems();
      evidence.addPublished(topics);
      return evidence;
    }
  }

  /** When pages were first observed, and under which of their names. */
  private record Names(Map<String, Instant> pages, Map<String, Instant> names) {
    static Names read(TopicReader topics) throws IOException {
      Names names = new Names(new HashMap<>(), new HashMap<>());
      topics.each(Topics.PAGES, Page.class, entry -> entry.value().ifPresent(names::add));
      return names;
    }

    private void add(Page page) {
      if (page.getOutcome().equals("fetched")) {
        pages.merge(page.getUrl(), page.getFirstObservedAt(), Names::earlier);
        for (String alias : page.getAliases()) {
          names.merge(
              OracleAnswers.name(page.getUrl(), alias), page.getObservedAt(), Names::earlier);
        }
      }
    }

    private static Instant earlier(Instant one, Instant other) {
      return one.isBefore(other) ? one : other;
    }
  }

  private void addItems() {
    for (Oracle.Post post : oracle.posts()) {
      if (answers.countsLive(post)) {
        String metric =
            switch (post.operation()) {
              case "UPDATE" -> "edits";
              case "DELETE" -> "deletions";
              default -> "posts";
            };
        Duration size = time.window();
        counts.item(
            key(metric, post.identity().network(), post.eventTime(), size, size), post.servedAt());
      }
    }
    for (OracleAnswers.Mention mention : answers.mentions().values()) {
      links.item(
          key("links", mention.key().url(), mention.eventTime(), time.hopSlide(), time.hopSize()),
          mention.since());
    }
  }

  /** The key of the window that began last before the instant. */
  private static OracleAnswers.Key key(
      String metric, String dimension, Instant at, Duration slide, Duration size) {
    long start = Math.floorDiv(at.toEpochMilli(), slide.toMillis()) * slide.toMillis();
    Instant from = Instant.ofEpochMilli(start);
    return new OracleAnswers.Key(metric, dimension, from, from.plus(size));
  }

  private void addPublished(TopicReader topics) throws IOException {
    topics.each(
        Topics.AGGREGATES,
        Aggregate.class,
        entry -> {
          aggregates.add(entry.timestamp());
          entry.value().ifPresent(aggregate -> published(aggregate, entry.timestamp()));
        });
    topics.each(
        Topics.MENTIONS,
        Mention.class,
        entry ->
            entry
                .value()
                .ifPresent(mention -> mentions.putIfAbsent(key(mention), entry.timestamp())));
  }

  private void published(Aggregate aggregate, Instant at) {
    OracleAnswers.Key key =
        new OracleAnswers.Key(
            aggregate.getMetric(),
            aggregate.getDimension(),
            aggregate.getWindowStart(),
            aggregate.getWindowEnd());
    long count = aggregate.getValues().getOrDefault("count", 0L);
    switch (aggregate.getQuery()) {
      case "counts" -> counts.published(key, at, count);
      case "links" -> links.published(key, at, count);
      default -> {}
    }
  }

  private static MentionKey key(Mention mention) {
    return new MentionKey(
        new PostIdentity(mention.getNetwork(), mention.getPostId(), mention.getPostVersion()),
        mention.getCanonicalUrl());
  }

  /** How long the items that began in the span took, point by point. */
  List<Stage> stages(Span span) {
    List<Long> toPosts = new ArrayList<>();
    int unpublished = 0;
    for (Oracle.Post post : oracle.posts()) {
      if (span.contains(post.servedAt()) && answers.countsLive(post)) {
        unpublished += add(post.servedAt(), posts.get(post.identity()), toPosts);
      }
    }
    List<Long> toMentions = new ArrayList<>();
    int unmentioned = 0;
    for (OracleAnswers.Mention mention : answers.mentions().values()) {
      if (span.contains(mention.since())) {
        unmentioned += add(mention.since(), mentions.get(mention.key()), toMentions);
      }
    }
    return List.of(
        new Stage("posts", toPosts, unpublished),
        stage("aggregates by counts (one hop)", counts.result(span::contains)),
        new Stage("mentions", toMentions, unmentioned),
        stage("aggregates by links (two hops)", links.result(span::contains)));
  }

  private static int add(Instant since, @Nullable Instant at, List<Long> to) {
    if (at == null) {
      return 1;
    }
    to.add(Duration.between(since, at).toMillis());
    return 0;
  }

  private static Stage stage(String name, Accounting.Result result) {
    return new Stage(name, result.millis(), result.unaccounted());
  }

  /** Versions of posts that were served in the span. */
  long served(Span span) {
    return oracle.posts().stream().filter(post -> span.contains(post.servedAt())).count();
  }

  /** Records that were appended to {@code aggregates} in the span. */
  long published(Span span) {
    return aggregates.stream().filter(span::contains).count();
  }
}
