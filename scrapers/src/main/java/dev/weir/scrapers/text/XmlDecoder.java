package dev.weir.scrapers.text;

import java.util.Optional;

/**
 * Finds the charset of XML or JSON: byte order mark, the zero bytes of UTF-16, then HTTP and the
 * XML declaration (RFC 7303), then a detector.
 *
 * <p>The bytes overrule a label that they contradict, since feeds often carry the declaration of an
 * older system: text that is UTF-8 in every character is UTF-8, and text that is mostly not UTF-8
 * is something else. Pure.
 */
public final class XmlDecoder {
  private static final int PROOF_OF_UTF8 = 1;

  private XmlDecoder() {}

  /**
   * Decodes a body.
   *
   * @param contentType the {@code Content-Type} header
   */
  public static DecodedText decode(byte[] body, Optional<String> contentType) {
    return TextDecoder.decode(body, contentType, DeclaredCharsets::ofXml, PROOF_OF_UTF8);
  }
}
