package dev.weir.simulator.world;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ways in which people write the address of an article. */
public final class Links {
  /** Host of the link shortener. */
  public static final String SHORTENER = "go.test";

  private Links() {}

  static Link to(Article article, int form) {
    String url = article.url();
    String viaSite = article.redirectUrl();
    return switch (form) {
      case 0, 1 -> new Link(url, url, url, List.of());
      case 2, 3 -> new Link(url + "?utm_source=town&utm_medium=social", url, url, List.of());
      case 4 ->
          new Link(
              url + "?utm_campaign=morning&fbclid=IwAR0x" + article.number() + "#comments",
              url,
              url,
              List.of());
      case 5 ->
          new Link(
              "HTTP://" + article.site().host().toUpperCase(Locale.ROOT) + ":80" + article.path(),
              url,
              url,
              List.of());
      case 6 -> new Link(viaSite, viaSite, url, List.of(viaSite));
      case 7 -> {
        String direct = "http://" + SHORTENER + "/a" + code(article);
        yield new Link(direct, direct, url, List.of(direct));
      }
      default -> {
        String twice = "http://" + SHORTENER + "/b" + code(article);
        yield new Link(twice, twice, url, List.of(twice, viaSite));
      }
    };
  }

  /** The article's number that a path of the shortener stands for. */
  public static Optional<Long> articleOf(String path) {
    if (!path.matches("/[ab][0-9a-z]{1,12}")) {
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(path.substring(2), 36));
  }

  /**
   * Where the shortener sends who asks for the path: to the article itself or to the site's own
   * redirect.
   */
  public static String destination(String path, Article article) {
    return path.charAt(1) == 'a'
        ? article.url() + "?utm_source=go&utm_medium=short"
        : article.redirectUrl();
  }

  private static String code(Article article) {
    return Long.toString(article.number(), 36);
  }
}
