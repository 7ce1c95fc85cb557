package dev.weir.simulator.world;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ways in which people write the address of an article. */
public final class Links {
  /** Host of the link shortener. */
  public static final String SHORTENER = "go.test";

  private static final Pattern PATH = Pattern.compile("/[abc]([0-9a-z]{1,12})(?:-\\d{1,15})?");

  private Links() {}

  /** A link that never arrives: from one address of the shortener to the next, for ever. */
  static Link circle(long item) {
    String url = "http://" + SHORTENER + "/l" + item % 7;
    return new Link(url, url, null, List.of());
  }

  /** A link to the article by an address that no other post has. */
  static Link own(Article article, long item) {
    String url = "http://" + SHORTENER + "/c" + code(article) + "-" + item;
    return new Link(url, url, article.url(), List.of(url));
  }

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
    Matcher matcher = PATH.matcher(path);
    return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1), 36)) : Optional.empty();
  }

  /**
   * Where the shortener sends who asks for the path: to the article itself or to the site's own
   * redirect.
   */
  public static String destination(String path, Article article) {
    return path.charAt(1) == 'b'
        ? article.redirectUrl()
        : article.url() + "?utm_source=go&utm_medium=short";
  }

  /** Where a path that leads in a circle leads next; empty for every other one. */
  public static Optional<String> nextInCircle(String path) {
    return path.matches("/l[0-6]")
        ? Optional.of("http://" + SHORTENER + "/l" + (path.charAt(2) - '0' + 1) % 7)
        : Optional.empty();
  }

  private static String code(Article article) {
    return Long.toString(article.number(), 36);
  }
}
