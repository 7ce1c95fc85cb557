package dev.weir.scrapers.text;

import dev.weir.scrapers.text.DecodedText.Source;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the charset of XML or JSON: byte order mark, the zero bytes of UTF-16, then what HTTP and
 * the XML declaration say (RFC 7303), then a detector.
 *
 * <p>The bytes overrule a label that they contradict, since feeds often carry the declaration of an
 * older system: text that is UTF-8 in every character is UTF-8, and text that is mostly not UTF-8
 * is something else. Pure.
 */
public final class XmlDecoder {
  private static final int HEAD_BYTES = 4096;
  private static final Pattern DECLARATION = Pattern.compile("<\\?xml\\s[^>]{0,300}>");
  private static final Pattern ENCODING =
      Pattern.compile("encoding\\s*=\\s*[\"']\\s*([^\"'\\s]{1,40})\\s*[\"']");

  private XmlDecoder() {}

  /**
   * Decodes a body.
   *
   * @param contentType the {@code Content-Type} header
   */
  public static DecodedText decode(byte[] body, Optional<String> contentType) {
    Optional<DecodedText> marked = TextDecoder.byByteOrderMark(body);
    if (marked.isPresent()) {
      return marked.get();
    }
    Optional<Charset> wide = wide(body);
    if (wide.isPresent()) {
      return TextDecoder.decoded(body, 0, wide.get(), Source.DETECTED);
    }
    Utf8Count count = Utf8Count.of(body);
    Optional<Charset> http = contentType.flatMap(TextDecoder::labelled).filter(count::allows);
    if (http.isPresent()) {
      return TextDecoder.decoded(body, 0, http.get(), Source.HTTP);
    }
    Optional<Charset> declared = declared(body).filter(count::allows);
    return declared
        .map(charset -> TextDecoder.decoded(body, 0, charset, Source.DOCUMENT))
        .orElseGet(() -> TextDecoder.decoded(body, 0, detected(body), Source.DETECTED));
  }

  /** The detector counts letters, and is misled by markup: it gets the other words alone. */
  private static Charset detected(byte[] body) {
    ByteArrayOutputStream words = new ByteArrayOutputStream();
    int start = 0;
    boolean foreign = false;
    for (int i = 0; i <= body.length; i++) {
      int value = i < body.length ? body[i] & 0xFF : ' ';
      if (value >= 0x80) {
        foreign = true;
      } else if (value <= ' ' || value == '<' || value == '>') {
        if (foreign) {
          words.write(body, start, i - start);
          words.write(' ');
        }
        start = i + 1;
        foreign = false;
      }
    }
    return TextDecoder.detect(words.size() == 0 ? body : words.toByteArray());
  }

  /** UTF-16 without a mark shows by the zero half of the first character (XML 1.0, F.1). */
  private static Optional<Charset> wide(byte[] body) {
    if (body.length < 4) {
      return Optional.empty();
    }
    if (body[0] == 0 && body[1] != 0 && body[2] == 0 && body[3] != 0) {
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    return body[0] != 0 && body[1] == 0 && body[2] != 0 && body[3] == 0
        ? Optional.of(StandardCharsets.UTF_16LE)
        : Optional.empty();
  }

  private static Optional<Charset> declared(byte[] body) {
    String head =
        new String(body, 0, Math.min(body.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
    Matcher declaration = DECLARATION.matcher(head);
    if (!declaration.find()) {
      return Optional.empty();
    }
    Matcher encoding = ENCODING.matcher(declaration.group());
    return encoding.find() ? TextDecoder.charset(encoding.group(1)) : Optional.empty();
  }

  /**
   * How much of a text is UTF-8.
   *
   * @param good characters of several bytes
   * @param bad bytes outside ASCII that belong to no such character
   */
  private record Utf8Count(int good, int bad) {
    static Utf8Count of(byte[] body) {
      int good = 0;
      int bad = 0;
      int i = 0;
      while (i < body.length) {
        int length = length(body, i);
        if (length > 1) {
          good++;
        } else if (length == 0) {
          bad++;
        }
        i += Math.max(1, length);
      }
      return new Utf8Count(good, bad);
    }

    /** Bytes of the character that starts here; 0 where none does. */
    private static int length(byte[] body, int at) {
      int lead = body[at] & 0xFF;
      if (lead < 0x80) {
        return 1;
      }
      int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
      if (lead < 0xC2 || lead > 0xF4 || at + length > body.length) {
        return 0;
      }
      for (int i = 1; i < length; i++) {
        if ((body[at + i] & 0xC0) != 0x80) {
          return 0;
        }
      }
      return length;
    }

    boolean allows(Charset label) {
      if (label.name().startsWith("UTF-16") || label.name().startsWith("UTF-32")) {
        // Such a text would have begun with a mark or with a zero byte.
        return false;
      }
      return label.equals(StandardCharsets.UTF_8) ? good >= bad : good == 0 || bad > 0;
    }
  }
}
