package dev.weir.scrapers.text;

/**
 * Characters, and how they were found.
 *
 * @param text the characters, without a byte order mark; bytes that the charset cannot read are
 *     U+FFFD
 * @param charset the charset's canonical name
 * @param source what said so
 */
public record DecodedText(String text, String charset, Source source) {
  /** What named the charset, the strongest first. */
  public enum Source {
    BYTE_ORDER_MARK,
    HTTP,
    DOCUMENT,
    DETECTED
  }
}
