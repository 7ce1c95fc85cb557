package dev.weir.scrapers.text;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import dev.weir.scrapers.text.DecodedText.Source;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the charset of HTML or XML: byte order mark, then HTTP, then what the document declares in
 * its first bytes, then a detector. Labels mean what browsers take them for (WHATWG Encoding
 * Standard): {@code iso-8859-1} is windows-1252.
 */
public final class TextDecoder {
  private static final int PRESCAN_BYTES = 4096;
  private static final int DETECTED_BYTES = 64 * 1024;
  private static final int LEAST_CONFIDENCE = 20;
  private static final Charset FALLBACK = Charset.forName("windows-1252");
  private static final Pattern LABEL =
      Pattern.compile("charset\\s*=\\s*[\"']?\\s*([^\\s\"';>/]{1,40})", Pattern.CASE_INSENSITIVE);
  private static final Pattern META =
      Pattern.compile("<meta\\s[^>]{0,1000}>", Pattern.CASE_INSENSITIVE);
  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
  private static final Pattern XML_DECLARATION =
      Pattern.compile("^\\s*<\\?xml\\s[^>]{0,200}?encoding\\s*=\\s*[\"']([^\"']{1,40})[\"']");
  private static final Map<String, String> BROWSER_MEANING =
      Map.ofEntries(
          Map.entry("iso-8859-1", "windows-1252"),
          Map.entry("latin1", "windows-1252"),
          Map.entry("ascii", "windows-1252"),
          Map.entry("us-ascii", "windows-1252"),
          Map.entry("iso-8859-9", "windows-1254"),
          Map.entry("iso-8859-11", "x-windows-874"),
          Map.entry("tis-620", "x-windows-874"),
          Map.entry("gb2312", "GB18030"),
          Map.entry("gbk", "GB18030"),
          Map.entry("big5", "Big5-HKSCS"),
          Map.entry("shift_jis", "windows-31j"),
          Map.entry("sjis", "windows-31j"),
          Map.entry("x-sjis", "windows-31j"),
          Map.entry("euc-kr", "x-windows-949"),
          Map.entry("ks_c_5601-1987", "x-windows-949"),
          Map.entry("utf8", "UTF-8"));

  private TextDecoder() {}

  /**
   * Decodes HTML. A document that declares UTF-16 in a {@code meta} that can be read as ASCII is
   * UTF-8.
   */
  public static DecodedText html(byte[] body, Optional<String> contentType) {
    return decode(body, contentType, head -> metaCharset(head).or(() -> xmlCharset(head)));
  }

  private interface Declaration {
    Optional<Charset> read(String head);
  }

  private static DecodedText decode(
      byte[] body, Optional<String> contentType, Declaration declaration) {
    Optional<DecodedText> marked = byByteOrderMark(body);
    if (marked.isPresent()) {
      return marked.get();
    }
    Optional<Charset> http = contentType.flatMap(TextDecoder::labelled);
    if (http.isPresent()) {
      return decoded(body, 0, http.get(), Source.HTTP);
    }
    String head =
        new String(body, 0, Math.min(body.length, PRESCAN_BYTES), StandardCharsets.ISO_8859_1);
    Optional<Charset> declared = declaration.read(head).map(TextDecoder::asciiReadable);
    if (declared.isPresent()) {
      return decoded(body, 0, declared.get(), Source.DOCUMENT);
    }
    return decoded(body, 0, detect(body), Source.DETECTED);
  }

  static Optional<DecodedText> byByteOrderMark(byte[] body) {
    if (startsWith(body, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(decoded(body, 3, StandardCharsets.UTF_8, Source.BYTE_ORDER_MARK));
    }
    if (startsWith(body, 0xFE, 0xFF)) {
      return Optional.of(decoded(body, 2, StandardCharsets.UTF_16BE, Source.BYTE_ORDER_MARK));
    }
    if (startsWith(body, 0xFF, 0xFE)) {
      return Optional.of(decoded(body, 2, StandardCharsets.UTF_16LE, Source.BYTE_ORDER_MARK));
    }
    return Optional.empty();
  }

  private static boolean startsWith(byte[] body, int... mark) {
    if (body.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((body[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  static DecodedText decoded(byte[] body, int from, Charset charset, Source source) {
    return new DecodedText(
        new String(body, from, body.length - from, charset), charset.name(), source);
  }

  private static Optional<Charset> metaCharset(String head) {
    Matcher meta = META.matcher(COMMENT.matcher(head).replaceAll(""));
    while (meta.find()) {
      Optional<Charset> charset = labelled(meta.group());
      if (charset.isPresent()) {
        return charset;
      }
    }
    return Optional.empty();
  }

  private static Optional<Charset> xmlCharset(String head) {
    Matcher matcher = XML_DECLARATION.matcher(head);
    return matcher.find() ? charset(matcher.group(1)) : Optional.empty();
  }

  static Optional<Charset> labelled(String text) {
    Matcher matcher = LABEL.matcher(text);
    return matcher.find() ? charset(matcher.group(1)) : Optional.empty();
  }

  static Optional<Charset> charset(String label) {
    String name = label.strip().toLowerCase(Locale.ROOT);
    try {
      return Optional.of(Charset.forName(BROWSER_MEANING.getOrDefault(name, name)));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  /** The declaration was read as ASCII, so that a charset of two-byte units cannot be meant. */
  private static Charset asciiReadable(Charset declared) {
    return declared.name().startsWith("UTF-16") || declared.name().startsWith("UTF-32")
        ? StandardCharsets.UTF_8
        : declared;
  }

  static Charset detect(byte[] body) {
    if (isUtf8(body)) {
      return StandardCharsets.UTF_8;
    }
    CharsetMatch match =
        new CharsetDetector()
            .setText(Arrays.copyOf(body, Math.min(body.length, DETECTED_BYTES)))
            .detect();
    if (match == null || match.getConfidence() < LEAST_CONFIDENCE) {
      return FALLBACK;
    }
    return charset(match.getName()).orElse(FALLBACK);
  }

  static boolean isUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }
}
