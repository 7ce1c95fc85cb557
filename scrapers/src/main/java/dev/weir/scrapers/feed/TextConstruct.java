package dev.weir.scrapers.feed;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jdom2.Element;
import org.jspecify.annotations.Nullable;

/** The plain text of a title, however the feed encodes it: text, HTML, elements, base64. */
final class TextConstruct {
  private TextConstruct() {}

  /** Plain text on one line; empty if the element is absent or empty. */
  static Optional<String> of(@Nullable Element element, int most) {
    if (element == null) {
      return Optional.empty();
    }
    if (!element.getChildren().isEmpty()) {
      return FeedValues.line(element.getValue(), most);
    }
    String type = element.getAttributeValue("type", "").strip().toLowerCase(Locale.ROOT);
    boolean encoded =
        element.getAttributeValue("mode", "").equals("base64")
            || type.equals("application/octet-stream");
    String text = encoded ? decoded(element.getText()) : element.getText();
    boolean literal =
        element.getNamespace().equals(FeedNormalizer.ATOM)
            && (type.isEmpty() || type.equals("text"));
    if (literal) {
      return FeedValues.line(text, most);
    }
    return type.isEmpty() ? FeedValues.title(text, most) : FeedValues.plain(text, most);
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException other) {
      return base64;
    }
  }
}
