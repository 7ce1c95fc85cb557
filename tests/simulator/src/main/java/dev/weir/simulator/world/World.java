package dev.weir.simulator.world;

import dev.weir.simulator.chance.Dice;
import dev.weir.simulator.fault.Fault;
import dev.weir.simulator.fault.FaultPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * The plan of a world: which item of which number appears when, and what it says. Pure: it holds no
 * state, and the same settings give the same answers in whatever order they are asked. Thread-safe.
 *
 * <p>Items are numbered from 0. What changes an earlier item (an edit, a deletion) names it by its
 * number; whether the earlier one still exists then is for {@code WorldState} to say.
 */
public final class World {
  /** How many articles a feed holds. */
  public static final int FEED_SIZE = 20;

  /** How many items a burst has: more than one page of a timeline. */
  public static final int BURST = 130;

  /** How many articles a rollover has: more than a feed holds. */
  public static final int ROLLOVER = FEED_SIZE + 6;

  /** How many items back one may lie that an item edits or deletes. */
  public static final int REACH = 240;

  /** A post that arrives at another instance later than this may well never be read there. */
  public static final Duration LATEST_ARRIVAL = Duration.ofSeconds(25);

  private static final int EDIT_REACH = 9;

  /** How many articles later one is taken down: no post links to it any more by then. */
  private static final int REMOVED_AFTER = 30;

  /** How many articles later one moves: it is not edited any more by then. */
  private static final int MOVED_AFTER = 20;

  private final WorldSettings settings;
  private final Dice dice;
  private final FaultPlan faults;
  private final long articleEvery;

  public World(WorldSettings settings) {
    this.settings = settings;
    this.dice = new Dice(settings.seed());
    this.faults = new FaultPlan(settings.seed(), settings.faults());
    this.articleEvery = Math.max(15, Math.round(settings.rate()));
  }

  /** What decides it. */
  public WorldSettings settings() {
    return settings;
  }

  /** The faults of its items. */
  public FaultPlan faults() {
    return faults;
  }

  /** When the item happens. */
  public Instant time(long item) {
    return settings.epoch().plusNanos((long) (item * (1e9 / settings.rate())) / 1000 * 1000);
  }

  /** When the item can first be seen: at its time, or, in a burst, with the burst's last. */
  public Instant appears(long item) {
    long last = item;
    if (faults.inStretch(Fault.BURST, item, BURST)) {
      last = Math.max(last, faults.stretchStart(Fault.BURST, item) + BURST - 1);
    }
    if (faults.inStretch(Fault.ROLLOVER, item, ROLLOVER)) {
      last = Math.max(last, faults.stretchStart(Fault.ROLLOVER, item) + ROLLOVER - 1);
    }
    return time(last);
  }

  /**
   * How many items an outage lasts: four seconds, but long enough that more is lost than is kept.
   */
  public long outageLength() {
    return Math.max(200, Math.round(4 * settings.rate()));
  }

  /** What the item is. */
  public Kind kind(long item) {
    if (faults.inStretch(Fault.ROLLOVER, item, ROLLOVER)) {
      return Kind.ARTICLE;
    }
    if (item % articleEvery == articleEvery - 1) {
      return item / articleEvery % 4 == 3 ? Kind.ARTICLE_EDIT : Kind.ARTICLE;
    }
    double u = dice.chance("kind", item);
    if (u < 0.55) {
      return u < 0.495 ? Kind.TOOT : u < 0.53 ? Kind.TOOT_EDIT : Kind.TOOT_DELETE;
    }
    if (u < 0.90) {
      return Kind.SKY_POST;
    }
    if (u < 0.93) {
      return u < 0.915 ? Kind.SKY_UPDATE : Kind.SKY_DELETE;
    }
    return u < 0.98 ? Kind.SKY_LIKE : u < 0.99 ? Kind.SKY_IDENTITY : Kind.SKY_ACCOUNT;
  }

  /**
   * The earlier item that this one changes or removes; -1 where there is none, and then nothing
   * happens.
   */
  public long target(long item) {
    Kind kind = kind(item);
    if (kind == Kind.ARTICLE_EDIT) {
      return articleAt(item / articleEvery - 1 - dice.below(EDIT_REACH, "target", item));
    }
    Kind wanted = kind == Kind.TOOT_EDIT || kind == Kind.TOOT_DELETE ? Kind.TOOT : Kind.SKY_POST;
    return before(
        item - dice.below(REACH / 2, "target", item),
        item - REACH,
        n -> kind(n) == wanted && !malformed(n));
  }

  /** The items that edit the article, in order; the first makes version 2. */
  public List<Long> edits(long article) {
    List<Long> edits = new ArrayList<>();
    long slot = article / articleEvery;
    for (long later = slot + 1; later <= slot + EDIT_REACH + 2; later++) {
      long item = later * articleEvery + articleEvery - 1;
      if (kind(item) == Kind.ARTICLE_EDIT && target(item) == article) {
        edits.add(item);
      }
    }
    return edits;
  }

  /** The item with which the article is taken down; none where it stays. */
  public OptionalLong removal(long article) {
    return faults.strikesItem(Fault.REMOVED, article)
        ? OptionalLong.of(article + REMOVED_AFTER * articleEvery)
        : OptionalLong.empty();
  }

  /** The item with which the article gets another address; none where it keeps its own. */
  public OptionalLong move(long article) {
    return faults.strikesItem(Fault.MOVED, article) && removal(article).isEmpty()
        ? OptionalLong.of(article + MOVED_AFTER * articleEvery)
        : OptionalLong.empty();
  }

  /** How many items, about, have begun by then. */
  long begunBy(Instant now) {
    return (long) (Duration.between(settings.epoch(), now).toMillis() / 1e3 * settings.rate());
  }

  /** The article in this version; 1 is the first. The item must be an article. */
  public Article article(long item, int version, long versionItem) {
    SplittableRandom random = dice.random("article", item);
    Site site = siteOf(item);
    String language = site.language();
    String title = Words.sentence(random, language, 5 + random.nextInt(4));
    title = title.substring(0, title.length() - 1);
    String byline = Words.byline(random);
    List<String> paragraphs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      paragraphs.add(Words.paragraph(random, language));
    }
    if (version > 1) {
      title = title + (language.equals("de") ? " (aktualisiert)" : " (updated)");
      paragraphs.set(1 + version % 4, Words.paragraph(dice.random("edit", versionItem), language));
    }
    return new Article(
        item,
        versionItem,
        version,
        site,
        slug(title, version),
        title,
        byline,
        created(item).truncatedTo(ChronoUnit.SECONDS),
        time(versionItem).truncatedTo(ChronoUnit.SECONDS),
        List.copyOf(paragraphs));
  }

  /**
   * How long a post is under way to another instance: none mostly; where federation is late some
   * seconds, at times up to {@link #LATEST_ARRIVAL}, and one in twenty longer than that.
   */
  public Duration federationDelay(long item) {
    if (!faults.strikesItem(Fault.LATE_FEDERATION, item)) {
      return Duration.ZERO;
    }
    double kind = dice.chance("federation", item);
    long part = dice.below(1000, "federation-delay", item);
    if (kind < 0.05) {
      return LATEST_ARRIVAL.multipliedBy(2).plusMillis(part * 40);
    }
    return kind < 0.2
        ? Duration.ofSeconds(8).plusMillis(part * 17)
        : Duration.ofMillis(200 + part * 8);
  }

  /** The post as first written, or, where the version item is another, as that edit left it. */
  public Toot toot(long item, long versionItem) {
    Instance home = homeOf(item);
    boolean malformed = malformed(item);
    boolean everywhere = !malformed && dice.chance("federated", item) < 0.25;
    boolean edit = versionItem != item;
    return new Toot(
        item,
        versionItem,
        home,
        everywhere ? Instance.ALL : List.of(shownOn(item)),
        created(item),
        edit ? time(versionItem).truncatedTo(ChronoUnit.MILLIS) : null,
        draft(item, versionItem, "toot"),
        dice.chance("reply", item) < 0.1
            ? before(item - 1, item - REACH, n -> kind(n) == Kind.TOOT && homeOf(n) == home)
            : -1,
        malformed);
  }

  /** The event of the Jetstream. */
  public SkyEvent skyEvent(long item) {
    Kind kind = kind(item);
    long post = kind == Kind.SKY_POST ? item : kind.ofEarlier() ? target(item) : -1;
    long timeMicros = ChronoUnit.MICROS.between(Instant.EPOCH, time(item));
    Person author = Dice.popular(dice.random("sky-author", post >= 0 ? post : item), Words.PEOPLE);
    Draft draft =
        kind == Kind.SKY_POST || (kind == Kind.SKY_UPDATE && post >= 0)
            ? withAuthor(draft(post, item, "sky"), author)
            : null;
    return new SkyEvent(
        item,
        kind,
        timeMicros,
        author,
        post,
        created(post >= 0 ? post : item),
        draft,
        kind == Kind.SKY_POST && malformed(item));
  }

  /** Whether the item is served so that nobody can decode it. */
  public boolean malformed(long item) {
    return faults.strikesItem(Fault.MALFORMED, item);
  }

  /**
   * The number of the latest article before the item, or of an earlier one; -1 where there is none.
   */
  long articleBefore(long item, long back) {
    return articleAt(Math.floorDiv(item - articleEvery, articleEvery) - back);
  }

  private long articleAt(long slot) {
    long usable = slot >= 0 && slot % 4 == 3 ? slot - 1 : slot;
    return usable < 0 ? -1 : usable * articleEvery + articleEvery - 1;
  }

  private Instant created(long item) {
    Instant time = time(item).truncatedTo(ChronoUnit.MILLIS);
    long shift = 3600 + dice.below(5 * 3600, "shift", item);
    if (faults.strikesItem(Fault.LATE, item)) {
      return time.minus(Duration.ofSeconds(shift));
    }
    return faults.strikesItem(Fault.FUTURE, item) ? time.plus(Duration.ofSeconds(shift)) : time;
  }

  private Draft draft(long item, long versionItem, String subject) {
    SplittableRandom random = dice.random(subject, item);
    Person author = Dice.popular(random, Words.PEOPLE);
    String spoken = Dice.any(random, Words.LANGUAGES);
    List<String> tags = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      String tag = Dice.popular(random, Words.TAGS);
      if (!tags.contains(tag)) {
        tags.add(tag);
      }
    }
    List<Link> links = new ArrayList<>();
    if (random.nextInt(100) < 35) {
      links.add(link(item, random));
      if (random.nextInt(100) < 10) {
        links.add(link(item, random));
      }
    }
    SplittableRandom words = item == versionItem ? random : dice.random("reworded", versionItem);
    return new Draft(
        author,
        Words.sentence(words, spoken, 4 + words.nextInt(14)),
        dice.chance("claims", item) < 0.93 ? spoken : null,
        List.copyOf(tags),
        List.copyOf(links));
  }

  private Link link(long item, SplittableRandom random) {
    int back = (int) (10 * random.nextDouble() * random.nextDouble());
    int form = random.nextInt(10);
    long number = articleBefore(item, back);
    // Which of its two addresses a link to an article that moves would count for is a matter of
    // when
    // the move is seen.
    if (number < 0 || form == 9 || move(number).isPresent()) {
      String outside = "http://elsewhere.example/story/" + random.nextInt(50);
      return new Link(outside, outside, null, List.of());
    }
    Article article = article(number, 1, number);
    if (form >= 7 && faults.strikesItem(Fault.REDIRECT_STORM, item)) {
      return dice.chance("circle", item) < 0.1 ? Links.circle(item) : Links.own(article, item);
    }
    return Links.to(article, form);
  }

  private Site siteOf(long item) {
    if (faults.inStretch(Fault.ROLLOVER, item, ROLLOVER)) {
      long start = faults.stretchStart(Fault.ROLLOVER, item);
      return Site.ALL.get((int) dice.below(Site.ALL.size(), "rollover", start));
    }
    return Site.ALL.get((int) dice.below(Site.ALL.size(), "site", item));
  }

  private Instance homeOf(long item) {
    boolean afar =
        faults.strikesItem(Fault.LATE_FEDERATION, item)
            && !malformed(item)
            && dice.chance("afar", item) < 0.3;
    return afar ? Instance.AFAR : shownOn(item);
  }

  private Instance shownOn(long item) {
    return dice.chance("home", item) < 0.8 ? Instance.TOWN : Instance.FEDI;
  }

  private static Draft withAuthor(Draft draft, Person author) {
    return new Draft(author, draft.words(), draft.language(), draft.tags(), draft.links());
  }

  private static long before(long from, long until, Predicate<Long> wanted) {
    for (long n = from; n >= Math.max(0, until); n--) {
      if (wanted.test(n)) {
        return n;
      }
    }
    return -1;
  }

  private static String slug(String title, int version) {
    String first = version == 1 ? title : title.substring(0, title.lastIndexOf(" ("));
    return first.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-").replaceAll("^-|-$", "");
  }
}
