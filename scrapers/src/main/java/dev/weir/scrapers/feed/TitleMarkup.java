package dev.weir.scrapers.feed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/**
 * Removes the markup of a title whose format is unknown. RSS does not say whether a title is text
 * or HTML, and feeds use both. A tag that is closed, has attributes or needs no end tag is markup
 * and is removed; any other, as in {@code How <picture> and <video> load}, is part of the title and
 * stays.
 */
final class TitleMarkup {
  private static final Pattern TAG =
      Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})((?:[\\s/][^<>]*)?)>");
  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->|<!\\[CDATA\\[|\\]\\]>");
  private static final Pattern CODE =
      Pattern.compile("<(script|style)\\b[^>]*>.*?</\\1\\s*>", Pattern.CASE_INSENSITIVE);
  private static final Set<String> WITHOUT_END = Set.of("br", "wbr", "hr", "img");
  private static final Set<String> SPACED =
      Set.of("br", "hr", "img", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6");

  private TitleMarkup() {}

  static String strip(String text) {
    if (text.indexOf('<') < 0) {
      return Parser.unescapeEntities(text, false);
    }
    String bare = COMMENT.matcher(CODE.matcher(text).replaceAll(" ")).replaceAll("");
    StringBuilder kept = new StringBuilder(bare.length());
    int from = 0;
    for (Tag tag : markup(bare)) {
      kept.append(bare, from, tag.start());
      if (SPACED.contains(tag.name())) {
        kept.append(' ');
      }
      from = tag.end();
    }
    return Parser.unescapeEntities(kept.append(bare.substring(from)).toString(), false);
  }

  private record Tag(String name, int start, int end) {}

  /** The tags that are markup, in document order. */
  private static List<Tag> markup(String text) {
    List<Tag> tags = new ArrayList<>();
    Set<Integer> closed = new HashSet<>();
    Deque<Integer> open = new ArrayDeque<>();
    Matcher matcher = TAG.matcher(text);
    while (matcher.find()) {
      String name = matcher.group(2).toLowerCase(Locale.ROOT);
      int here = tags.size();
      tags.add(new Tag(name, matcher.start(), matcher.end()));
      if (!matcher.group(1).isEmpty()) {
        pair(tags, open, name, here, closed);
      } else if (WITHOUT_END.contains(name) || isWritten(matcher.group(3))) {
        closed.add(here);
        open.push(here);
      } else {
        open.push(here);
      }
    }
    List<Tag> markup = new ArrayList<>();
    for (int i = 0; i < tags.size(); i++) {
      if (closed.contains(i)) {
        markup.add(tags.get(i));
      }
    }
    return markup;
  }

  /** An end tag closes the last open tag of its name. */
  private static void pair(
      List<Tag> tags, Deque<Integer> open, String name, int here, Set<Integer> closed) {
    for (int candidate : open) {
      if (tags.get(candidate).name().equals(name)) {
        closed.add(candidate);
        closed.add(here);
        open.remove(candidate);
        return;
      }
    }
  }

  /** Attributes with values, or the slash of XML. */
  private static boolean isWritten(String attributes) {
    return attributes.indexOf('=') >= 0 || attributes.strip().equals("/");
  }
}
