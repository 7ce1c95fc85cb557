package dev.weir.scrapers.page.article;

import dev.weir.scrapers.page.markup.Furniture;
import dev.weir.scrapers.page.markup.Texts;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What class names, ids, roles and styles say about the purpose of an element. The idea and many of
 * the words come from Arc90's Readability and its descendants.
 */
final class HintWords {
  private static final int FURNITURE_LEVELS = 6;
  private static final double WEIGHT = 25;
  private static final int LONGEST_HINTS = 500;
  private static final Pattern UNLIKELY =
      Pattern.compile(
          "-ad-|ad-?break|age-?gate|ai2html|banner|breadcrumb|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|header"
              + "|legends|menu|newsletter-sign|pager|pagination|popup|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social"
              + "|sponsor|supplemental|yom-remote");
  private static final Pattern MAYBE =
      Pattern.compile("and|article|body|column|content|main|mathjax|shadow");
  private static final Pattern GOOD =
      Pattern.compile("article|blog|body|content|entry|main|page|post|story|text");
  private static final Pattern BAD =
      Pattern.compile(
          "-ad-|banner|com-|combx|comment|contact|footer|gdpr|hidden|(?:^| )hid(?: |$)|masthead|media|meta|outbrain|promo|related"
              + "|scroll|share|shopping|shoutbox|sidebar|skyscraper|sponsor|tags|widget");
  private static final Pattern BYLINE =
      Pattern.compile("author|byline|dateline|p-author|writtenby");
  private static final Pattern SHARING = Pattern.compile("(?:\\b|_)(?:share|sharedaddy)(?:\\b|_)");
  private static final Pattern INVISIBLE =
      Pattern.compile("(?i)display\\s*:\\s*none|visibility\\s*:\\s*hidden");
  private static final Pattern VIDEO =
      Pattern.compile(
          "(?i)//(?:www\\.)?(?:(?:dailymotion|youtube|youtube-nocookie|player\\.vimeo|v\\.qq|bilibili|live\\.bilibili)\\.com"
              + "|archive\\.org|upload\\.wikimedia\\.org|player\\.twitch\\.tv)");
  private static final Set<String> SIDE_ROLES =
      Set.of("alert", "alertdialog", "complementary", "dialog", "menu", "menubar", "navigation");

  private HintWords() {}

  static boolean isInvisible(Node part) {
    boolean ariaHidden =
        part.attribute("aria-hidden").equals("true") && !part.hints().contains("fallback-image");
    return ariaHidden
        || part.hasAttribute("hidden")
        || INVISIBLE.matcher(part.attribute("style")).find();
  }

  static boolean isDialog(Node part) {
    return part.attribute("aria-modal").equals("true") && part.attribute("role").equals("dialog");
  }

  static boolean isUnlikely(Node part) {
    String hints = hints(part);
    return UNLIKELY.matcher(hints).find() && !MAYBE.matcher(hints).find();
  }

  static boolean isAside(Node part) {
    return SIDE_ROLES.contains(part.attribute("role"));
  }

  static boolean isByline(Node part) {
    return part.attribute("rel").equals("author")
        || part.attribute("itemprop").contains("author")
        || BYLINE.matcher(hints(part)).find();
  }

  static boolean isSharing(Node part) {
    return SHARING.matcher(hints(part)).find();
  }

  static boolean isVideo(Node part) {
    return VIDEO.matcher(part.attribute("src") + " " + part.attribute("data")).find();
  }

  /** Weight of class and id as evidence for (above 0) or against (below 0) main text. */
  static double weight(Node part) {
    return weight(part.attribute("class")) + weight(part.attribute("id"));
  }

  private static double weight(String value) {
    if (value.isEmpty()) {
      return 0;
    }
    String hint = Texts.cut(value, LONGEST_HINTS).toLowerCase(java.util.Locale.ROOT);
    return (BAD.matcher(hint).find() ? -WEIGHT : 0) + (GOOD.matcher(hint).find() ? WEIGHT : 0);
  }

  private static String hints(Node part) {
    return Texts.cut(part.hints(), LONGEST_HINTS);
  }

  /** Whether class and id mark a node as never text. */
  static boolean isFurniture(Node part) {
    return Furniture.isFurniture(part.attribute("class"), part.attribute("id"));
  }

  /** Whether a node, or one closely around it, is marked as never text. */
  static boolean isInsideFurniture(Node part) {
    Node around = part;
    for (int level = 0; level < FURNITURE_LEVELS && around != null; level++) {
      if (isFurniture(around)) {
        return true;
      }
      around = around.parent();
    }
    return false;
  }
}
