package dev.weir.pollers;

import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * The plain text and the links of a short post in the HTML of fediverse servers. Not thread-safe.
 */
public final class StatusHtml {
  private static final Pattern SPACE = Pattern.compile("[ \\t\\r\\n]+");
  private static final Pattern BREAKS = Pattern.compile(" *\\n *");
  private static final Pattern MANY_BREAKS = Pattern.compile("\\n{3,}");

  private final Element body;

  /** Parses a fragment; any text is valid. */
  public StatusHtml(String html) {
    Document document = Jsoup.parseBodyFragment(html);
    this.body = document.body();
  }

  /**
   * Returns the text: paragraphs are separated by an empty line, lines by a line feed, and a
   * shortened link is expanded.
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    body.traverse(
        new NodeVisitor() {
          @Override
          public void head(Node node, int depth) {
            if (node instanceof TextNode part) {
              text.append(
                  isPreformatted(part)
                      ? part.getWholeText()
                      : SPACE.matcher(part.getWholeText()).replaceAll(" "));
            } else if (node.nameIs("br")) {
              text.append('\n');
            } else if (node instanceof Element element && element.isBlock() && !text.isEmpty()) {
              text.append('\n');
            }
          }

          @Override
          public void tail(Node node, int depth) {
            if (node.nameIs("p")
                || node.nameIs("pre")
                || node.nameIs("blockquote")
                || node.nameIs("ul")
                || node.nameIs("ol")) {
              text.append("\n\n");
            }
          }
        });
    return MANY_BREAKS.matcher(BREAKS.matcher(text).replaceAll("\n")).replaceAll("\n\n").strip();
  }

  private static boolean isPreformatted(Node node) {
    for (Node parent = node.parent(); parent != null; parent = parent.parent()) {
      if (parent.nameIs("pre")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the targets of the links in order, without mentions and tags: those have a class or a
   * relation, or, if the server marks nothing, are known from the status itself.
   *
   * @param ownToNetwork whether a link, by target and text, is a mention or tag of the status
   *     itself
   */
  public List<String> links(BiPredicate<String, String> ownToNetwork) {
    return body.select("a[href]").stream()
        .filter(anchor -> !isMentionOrTag(anchor))
        .filter(anchor -> !ownToNetwork.test(anchor.attr("href").strip(), anchor.text().strip()))
        .map(anchor -> anchor.attr("href").strip())
        .toList();
  }

  private static boolean isMentionOrTag(Element anchor) {
    return anchor.hasClass("mention")
        || anchor.hasClass("hashtag")
        || anchor.hasClass("u-url")
        || List.of(anchor.attr("rel").toLowerCase(Locale.ROOT).split(" ", -1)).contains("tag");
  }

  /**
   * Removes the fallback link of a quote, which servers add for clients that cannot show quotes.
   */
  public void removeQuoteFallback() {
    body.select(".quote-inline").remove();
  }
}
