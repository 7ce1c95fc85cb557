package dev.weir.scrapers.page.link;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognizes the URLs of sites' front pages. */
final class FrontPages {
  private static final String NAMES =
      "/(?:index|default|home|main|start|welcome)(?:\\.\\w{1,5})?/?";
  private static final Pattern FRONT =
      Pattern.compile("(?i)https?://[^/?#]*(?:/|" + NAMES + ")?\\??(?:#.*)?");

  /** Names of front pages, and languages as the only segment. */
  private static final Pattern MAYBE_FRONT =
      Pattern.compile(
          "(?i)https?://[^/?#]*(?:/|"
              + NAMES
              + "|/[a-z]{2}(?:[-_][a-z]{2,4})?/?)?"
              + "(?:\\?(?<query>[^#]*))?(?:#.*)?");

  /** Parameters that select another page. */
  private static final Pattern PAGE_PARAMETER =
      Pattern.compile(
          "(?i)(?:^|[&;])(?:p|id|.*_id|pid|aid|nid|sid|article|story|news|post|item|node|page_name|title|q)=");

  private FrontPages() {}

  static boolean isFrontPage(String url) {
    return FRONT.matcher(url).matches();
  }

  /** Whether {@code url} may be the URL of its site's front page. */
  static boolean mayBe(String url) {
    Matcher matcher = MAYBE_FRONT.matcher(url);
    if (!matcher.matches()) {
      return false;
    }
    String query = matcher.group("query");
    return query == null || !PAGE_PARAMETER.matcher(query).find();
  }
}
