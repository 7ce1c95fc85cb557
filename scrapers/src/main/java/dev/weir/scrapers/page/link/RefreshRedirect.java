package dev.weir.scrapers.page.link;

import dev.weir.scrapers.text.TextDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * Finds pages that only redirect, by {@code <meta http-equiv=refresh>} (HTML Standard, section
 * 4.2.5.3). A page is not a redirect if it has text of its own, waits for more than a few seconds,
 * or reloads itself. A refresh inside {@code noscript} is ignored, as browsers do. Pure.
 */
public final class RefreshRedirect {
  private static final int LONGEST_BODY = 100_000;
  private static final int DEPTH = 50;
  private static final int MOST_TEXT = 300;
  private static final int MOST_SECONDS = 5;
  private static final Pattern MENTIONED = Pattern.compile("(?i)http-equiv\\s*=\\s*[\"']?refresh");
  private static final Pattern CONTENT =
      Pattern.compile(
          "(?is)\\s*(\\d{1,3})(?:\\.[\\d.]*)?\\s*(?:[;,]\\s*|\\s)(?:url\\s*=\\s*)?(?:\"([^\"]*).*|'([^']*).*|(.*))");

  private RefreshRedirect() {}

  /**
   * Where the page redirects to.
   *
   * @param contentType the {@code Content-Type} header, for its charset
   * @param url the URL of the body, to resolve links
   * @return an absolute http or https URL; empty if the page does not redirect
   */
  public static Optional<String> target(byte[] body, Optional<String> contentType, String url) {
    if (body.length > LONGEST_BODY
        || !MENTIONED.matcher(new String(body, StandardCharsets.ISO_8859_1)).find()) {
      return Optional.empty();
    }
    String html = TextDecoder.html(body, contentType).text();
    Document document = Parser.htmlParser().setMaxDepth(DEPTH).parseInput(html, url);
    if (document.body().text().length() > MOST_TEXT) {
      return Optional.empty();
    }
    for (Element meta : document.select("meta[http-equiv][content]")) {
      if (meta.attr("http-equiv").strip().equalsIgnoreCase("refresh")
          && meta.closest("noscript") == null) {
        return target(document, meta.attr("content"), url);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> target(Document document, String content, String url) {
    Matcher matcher = CONTENT.matcher(content);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > MOST_SECONDS) {
      return Optional.empty();
    }
    for (int group = 2; group <= 4; group++) {
      String reference = matcher.group(group);
      if (reference != null && !reference.isBlank()) {
        return Optional.of(References.resolve(document, reference.strip()))
            .filter(target -> target.startsWith("http://") || target.startsWith("https://"))
            .filter(target -> !withoutFragment(target).equals(withoutFragment(url)));
      }
    }
    return Optional.empty();
  }

  private static String withoutFragment(String address) {
    int fragment = address.indexOf('#');
    return fragment < 0 ? address : address.substring(0, fragment);
  }
}
