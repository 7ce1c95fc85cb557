package dev.weir.simulator.server;

import dev.weir.simulator.fault.Fault;
import dev.weir.simulator.world.Article;
import dev.weir.simulator.world.Site;
import dev.weir.simulator.world.World;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A newspaper: its pages, feeds, sitemap and robots.txt. */
final class NewspaperHost implements VirtualHost {
  private static final Pattern ARTICLE = Pattern.compile("/news/[a-z-]+-(\\d{1,15})\\.html");
  private static final Pattern REDIRECT = Pattern.compile("/r/(\\d{1,15})");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final Simulation simulation;
  private final Site site;
  private final NewspaperText text;
  private final ShownItems shown;

  /** Under which articles were served. */
  private final Set<String> addresses = new HashSet<>();

  private final Sitemaps sitemaps;

  NewspaperHost(Simulation simulation, Site site) {
    this.simulation = simulation;
    this.site = site;
    this.text = new NewspaperText(site);
    this.shown = new ShownItems(simulation, site);
    this.sitemaps = new Sitemaps(simulation, site);
  }

  /** The path of the feed that the printed settings name. */
  static String feedPath(Site site) {
    return site == Site.COURIER ? "/atom.xml" : "/feed.xml";
  }

  @Override
  public boolean faulty(Request request) {
    return !request.path().equals("/robots.txt");
  }

  @Override
  public Reply answer(Request request) {
    return switch (request.path()) {
      case "/" -> home(request);
      case "/robots.txt" ->
          Reply.of(200, "text/plain; charset=utf-8", text.robots() + sitemaps.robots());
      case "/feed.xml", "/atom.xml" -> feed(request);
      case "/sitemap.xml" -> sitemaps.isOdd() ? sitemaps.index() : sitemap(request);
      default -> sitemaps.answer(request).orElseGet(() -> page(request));
    };
  }

  /**
   * How many articles have not been served in any version: of those that the feed shows, or, where
   * there are sitemaps that lead to it, of all.
   */
  long unserved() {
    int until = sitemaps.isOdd() ? Integer.MAX_VALUE : World.FEED_SIZE;
    return simulation.state.latest(site, until).stream()
        .filter(article -> !servedInAnyVersion(article))
        .count();
  }

  private boolean servedInAnyVersion(Article article) {
    return versions(article).stream().anyMatch(simulation.witness::wasServed);
  }

  private Reply home(Request request) {
    List<Article> articles = simulation.state.latest(site, World.FEED_SIZE);
    return listed(request, "home", "text/html; charset=utf-8", text.home(articles), articles);
  }

  private Reply sitemap(Request request) {
    List<Article> articles = simulation.state.latest(site, 500);
    return listed(request, "map", "application/xml", text.sitemap(articles), articles);
  }

  private Reply feed(Request request) {
    boolean atom = request.path().equals("/atom.xml");
    String type =
        atom ? "application/atom+xml; charset=utf-8" : "application/rss+xml; charset=utf-8";
    if (isEmptyOnce(request)) {
      return Reply.of(200, type, atom ? text.atom(List.of()) : text.rss(List.of()));
    }
    List<Article> latest = simulation.state.latest(site, World.FEED_SIZE);
    List<FeedItems.Item> items =
        FeedItems.of(
            site, latest, simulation.state.first(site), simulation.world.settings().faults());
    List<Article> articles = items.stream().map(FeedItems.Item::article).toList();
    Reply reply =
        listed(request, "feed", type, atom ? text.atom(latest) : text.rss(items), articles);
    if (reply.status() != 200 || !request.path().equals(feedPath(site))) {
      return reply;
    }
    return reply.onServed((response, at) -> shown.note(articles, at));
  }

  private boolean isEmptyOnce(Request request) {
    boolean strikes =
        simulation
            .requestFaults()
            .strikesRequest(Fault.EMPTY_FEED, request.host(), request.number());
    if (strikes) {
      simulation.witness.fault(
          Fault.EMPTY_FEED.key(), request.host(), request.target(), simulation.clock.instant());
    }
    return strikes;
  }

  private Reply listed(
      Request request, String what, String contentType, String body, List<Article> articles) {
    Instant modified =
        articles.stream()
            .map(Article::modified)
            .max(Instant::compareTo)
            .orElse(simulation.world.settings().epoch());
    return Reply.of(200, contentType, body)
        .conditional(
            request,
            "\"" + what + "-" + Integer.toHexString(body.hashCode()) + "\"",
            HTTP_DATE.format(modified));
  }

  private Reply page(Request request) {
    Matcher redirect = REDIRECT.matcher(request.path());
    if (redirect.matches()) {
      Article article = article(redirect.group(1));
      return article == null || simulation.state.isRemoved(article.number())
          ? Reply.notFound()
          : moved(request, article);
    }
    Matcher matcher = ARTICLE.matcher(request.path());
    Article article = matcher.matches() ? article(matcher.group(1)) : null;
    if (article != null && isOldAddress(article, request.path())) {
      return redirected(article, request.path());
    }
    if (article == null || !article.path().equals(request.path())) {
      return Reply.notFound();
    }
    if (simulation.state.isRemoved(article.number())) {
      return gone(article);
    }
    String etag = etag(article, article.version());
    Reply reply = Reply.of(200, "text/html; charset=utf-8", text.article(article));
    reply = reply.conditional(request, etag, HTTP_DATE.format(article.modified()));
    if (reply.status() != 200) {
      return reply;
    }
    int held = heldVersion(article, request.header("if-none-match"));
    return reply.onServed(
        (response, at) -> {
          withdrawBetween(held, article, at);
          addresses.add(article.url());
          String requested = "http://" + site.host() + request.target();
          simulation.witness.page(article, requested, response, at);
        });
  }

  private boolean isOldAddress(Article article, String path) {
    return simulation.state.isMoved(article.number())
        && simulation.world.article(article.number(), 1, article.number()).path().equals(path);
  }

  private Reply redirected(Article article, String path) {
    String old = "http://" + site.host() + path;
    return Reply.redirect(301, article.path())
        .onServed(
            (response, at) -> {
              if (addresses.contains(old)) {
                simulation.witness.moved(old, article.url(), at);
              }
            });
  }

  private Reply gone(Article article) {
    return Reply.of(410, "text/html; charset=utf-8", "<!doctype html><title>Gone</title>")
        .onServed(
            (response, at) -> {
              if (servedInAnyVersion(article)) {
                simulation.witness.gone(article, at);
              }
            });
  }

  /** The version that the client says it has; 0 where it has none. */
  private static int heldVersion(Article article, Optional<String> etag) {
    for (int version = 1; version <= article.version(); version++) {
      if (etag.filter(etag(article, version)::equals).isPresent()) {
        return version;
      }
    }
    return 0;
  }

  private static String etag(Article article, int version) {
    return "\"" + article.number() + "-" + version + "\"";
  }

  /** The items that made the versions of an article, from the one that published it. */
  private List<Long> versions(Article article) {
    List<Long> versions = new ArrayList<>(simulation.world.edits(article.number()));
    versions.add(0, article.number());
    return versions;
  }

  /** Versions that were served after the one that the client has are no longer to be had. */
  private void withdrawBetween(int held, Article article, Instant at) {
    int latest = article.version() - 1;
    for (long version : versions(article).subList(Math.min(held, latest), latest)) {
      if (simulation.witness.wasServed(version)) {
        simulation.witness.withdrawn(version, article.url(), Long.toString(version), at);
      }
    }
  }

  private Reply moved(Request request, Article article) {
    String url = "http://" + site.host() + request.path();
    Reply reply =
        simulation.world.faults().strikesItem(Fault.META_REFRESH, article.number())
            ? Reply.of(200, "text/html; charset=utf-8", text.sendOn(article))
            : Reply.redirect(301, article.path());
    return reply.onServed(
        (response, at) -> simulation.witness.redirect(url, article.url(), article, response, at));
  }

  private @Nullable Article article(String number) {
    Article article = simulation.state.article(Long.parseLong(number));
    return article != null && article.site() == site ? article : null;
  }
}
