package dev.weir.scrapers.text;

/**
 * Decoded text.
 *
 * @param text the characters, without a byte order mark; bytes that cannot be decoded are U+FFFD
 * @param charset the charset's canonical name
 * @param source where the charset was found
 */
public record DecodedText(String text, String charset, Source source) {
  /** Where a charset was found, the most reliable first. */
  public enum Source {
    BYTE_ORDER_MARK,
    HTTP,
    DOCUMENT,
    DETECTED
  }
}
