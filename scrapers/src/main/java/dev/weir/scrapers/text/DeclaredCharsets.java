package dev.weir.scrapers.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the charset that a document declares in its first bytes.
 *
 * <p>In HTML that is the first {@code meta} with a {@code charset}, or with a charset in the {@code
 * content} of {@code http-equiv=content-type} (HTML Standard, section 13.2.3.2); a description that
 * mentions charsets declares nothing. If there is none, misspelt declarations are tried, and then
 * an XML declaration.
 */
final class DeclaredCharsets {
  private static final Pattern LABEL =
      Pattern.compile("charset\\s*=\\s*[\"']?\\s*([^\\s\"';,>]{1,40})", Pattern.CASE_INSENSITIVE);
  private static final Pattern META =
      Pattern.compile(
          "<meta[\\s/]((?:[^>\"']++|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,200}+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ATTRIBUTE =
      Pattern.compile("([^\\s\"'>/=]+)(?:\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+)))?");

  /** Content that is not the document's markup. */
  private static final Pattern NO_MARKUP =
      Pattern.compile(
          "<!--(?:-?>|.*?(?:--!?>|\\z))"
              + "|<(script|style|title|textarea|xmp)\\b.*?(?:</\\1\\b|\\z)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern XML_DECLARATION =
      Pattern.compile("<\\?xml\\s[^>]{0,300}?encoding\\s*=\\s*[\"']\\s*([^\"'\\s]{1,40})\\s*[\"']");

  private DeclaredCharsets() {}

  /** Returns the charset of a Content-Type. */
  static Optional<Charset> ofMediaType(String contentType) {
    return labelled(contentType);
  }

  /** Returns the charset that HTML declares; the bytes are given as ISO 8859-1. */
  static Optional<Charset> ofHtml(String head) {
    String markup = NO_MARKUP.matcher(head).replaceAll("");
    return firstMeta(markup, DeclaredCharsets::strict)
        .or(() -> firstMeta(markup, DeclaredCharsets::lenient))
        .or(() -> markup.stripLeading().startsWith("<?xml") ? ofXml(markup) : Optional.empty())
        .map(DeclaredCharsets::readableAsAscii);
  }

  /** Returns the charset of an XML declaration, even behind other text. */
  static Optional<Charset> ofXml(String head) {
    Matcher matcher = XML_DECLARATION.matcher(head);
    return matcher.find()
        ? CharsetLabels.charset(matcher.group(1)).map(DeclaredCharsets::readableAsAscii)
        : Optional.empty();
  }

  private interface Reading {
    Optional<Charset> of(Map<String, String> attributes);
  }

  private static Optional<Charset> firstMeta(String markup, Reading reading) {
    Matcher meta = META.matcher(markup);
    while (meta.find()) {
      Optional<Charset> charset = reading.of(attributes(meta.group(1)));
      if (charset.isPresent()) {
        return charset;
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new HashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(text);
    while (matcher.find()) {
      String value = matcher.group(2);
      value = value == null ? matcher.group(3) : value;
      value = value == null ? matcher.group(4) : value;
      attributes.putIfAbsent(
          matcher.group(1).toLowerCase(Locale.ROOT), value == null ? "" : value.strip());
    }
    return attributes;
  }

  private static Optional<Charset> strict(Map<String, String> attributes) {
    Optional<Charset> attribute =
        Optional.ofNullable(attributes.get("charset")).flatMap(CharsetLabels::charset);
    if (attribute.isPresent()) {
      return attribute;
    }
    return attributes.getOrDefault("http-equiv", "").equalsIgnoreCase("content-type")
        ? labelled(attributes.getOrDefault("content", ""))
        : Optional.empty();
  }

  /**
   * Accepts a media type with a charset anywhere in a {@code meta}, and a label alone if the tag is
   * named for charsets.
   */
  private static Optional<Charset> lenient(Map<String, String> attributes) {
    for (String value : attributes.values()) {
      if (value.toLowerCase(Locale.ROOT).matches("\\s*(text|application)/\\S.*charset.*")) {
        return labelled(value);
      }
    }
    String name = attributes.getOrDefault("name", attributes.getOrDefault("http-equiv", ""));
    String label = attributes.getOrDefault("content", "");
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "charset", "encoding", "content-type", "contenttype" ->
          labelled(label)
              .or(() -> label.contains("/") ? Optional.empty() : CharsetLabels.charset(label));
      default -> Optional.empty();
    };
  }

  private static Optional<Charset> labelled(String text) {
    Matcher matcher = LABEL.matcher(text);
    while (matcher.find()) {
      Optional<Charset> charset = CharsetLabels.charset(matcher.group(1));
      if (charset.isPresent()) {
        return charset;
      }
    }
    return Optional.empty();
  }

  /** The declaration was read as ASCII, so it cannot mean a charset of two-byte units. */
  private static Charset readableAsAscii(Charset declared) {
    return declared.name().startsWith("UTF-16") || declared.name().startsWith("UTF-32")
        ? StandardCharsets.UTF_8
        : declared;
  }
}
