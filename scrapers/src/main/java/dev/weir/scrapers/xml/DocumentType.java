package dev.weir.scrapers.xml;

import dev.weir.scrapers.xml.UnreadableXmlException.Reason;
import java.util.Locale;

/**
 * Removes the document type from XML before it is parsed. RSS 0.91 requires one that names an
 * external file, which is never needed; one that declares entities can expand without limit or read
 * other files, and is rejected.
 */
final class DocumentType {
  private DocumentType() {}

  static String strip(String markup) throws UnreadableXmlException {
    int start = find(markup);
    if (start < 0) {
      return markup;
    }
    int end = end(markup, start);
    String type = markup.substring(start, end).toUpperCase(Locale.ROOT);
    if (type.contains("<!ENTITY")) {
      throw new UnreadableXmlException(
          Reason.ENTITIES,
          "Expected a document without entities of its own, got: a document type that declares some");
    }
    return markup.substring(0, start) + markup.substring(end);
  }

  /** A document type precedes the first element; instructions and comments may precede it. */
  private static int find(String markup) {
    int position = 0;
    while (true) {
      position = markup.indexOf('<', position);
      if (position < 0 || position + 1 >= markup.length()) {
        return -1;
      }
      if (markup.regionMatches(true, position, "<!DOCTYPE", 0, 9)) {
        return position;
      }
      String closing =
          markup.startsWith("<!--", position)
              ? "-->"
              : markup.startsWith("<?", position) ? "?>" : "";
      if (closing.isEmpty()) {
        return -1;
      }
      int end = markup.indexOf(closing, position + 2);
      if (end < 0) {
        return -1;
      }
      position = end + closing.length();
    }
  }

  /** Brackets and angle brackets inside quotes and comments are ignored. */
  private static int end(String markup, int start) {
    int brackets = 0;
    for (int i = start; i < markup.length(); i++) {
      char c = markup.charAt(i);
      if (markup.startsWith("<!--", i)) {
        i = skip(markup, "-->", i + 4);
      } else if (c == '"' || c == '\'') {
        i = skip(markup, String.valueOf(c), i + 1);
      } else if (c == '[') {
        brackets++;
      } else if (c == ']') {
        brackets--;
      } else if (c == '>' && brackets <= 0) {
        return i + 1;
      }
    }
    return markup.length();
  }

  private static int skip(String markup, String closing, int from) {
    int end = markup.indexOf(closing, from);
    return end < 0 ? markup.length() : end + closing.length() - 1;
  }
}
