package dev.weir.scrapers.text;

import dev.weir.scrapers.text.DecodedText.Source;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Decodes HTML.
 *
 * <p>The charset comes from the byte order mark, else from HTTP, else from the document's first
 * bytes, else from a detector. A declaration that the bytes contradict is ignored: bytes that are
 * valid UTF-8 with several characters beyond ASCII are UTF-8, and a charset that can decode less
 * than half of what is beyond ASCII is rejected.
 */
public final class TextDecoder {
  private static final int PRESCAN_BYTES = 64 * 1024;

  /** Text in another charset that is valid UTF-8 by chance has fewer characters beyond ASCII. */
  private static final int PROOF_OF_UTF8 = 4;

  private TextDecoder() {}

  /** Decodes HTML. */
  public static DecodedText html(byte[] body, Optional<String> contentType) {
    return decode(body, contentType, DeclaredCharsets::ofHtml, PROOF_OF_UTF8);
  }

  interface Declaration {
    Optional<Charset> read(String head);
  }

  /**
   * Decodes a document.
   *
   * @param proof how many characters beyond ASCII prove that bytes are UTF-8, whatever is declared
   */
  static DecodedText decode(
      byte[] body, Optional<String> contentType, Declaration declaration, int proof) {
    Optional<DecodedText> marked = byByteOrderMark(body).or(() -> byZeroBytes(body));
    if (marked.isPresent()) {
      return marked.get();
    }
    Optional<LenientDecoder.Result> utf8 =
        Optional.of(LenientDecoder.decode(body, 0, StandardCharsets.UTF_8))
            .filter(result -> result.errors() == 0);
    if (utf8.isPresent() && utf8.get().beyondAscii() >= proof) {
      return utf8(utf8.get(), contentType, declaration, body);
    }
    return declared(body, contentType.flatMap(DeclaredCharsets::ofMediaType), Source.HTTP)
        .or(() -> declared(body, declaration.read(head(body)), Source.DOCUMENT))
        .orElseGet(() -> detected(body, utf8));
  }

  /** Returns what declared UTF-8, if anything did. */
  private static DecodedText utf8(
      LenientDecoder.Result read,
      Optional<String> contentType,
      Declaration declaration,
      byte[] body) {
    Optional<Charset> http = contentType.flatMap(DeclaredCharsets::ofMediaType);
    Source source = Source.DETECTED;
    if (http.isPresent()) {
      source = http.get().equals(StandardCharsets.UTF_8) ? Source.HTTP : source;
    } else if (declaration.read(head(body)).filter(StandardCharsets.UTF_8::equals).isPresent()) {
      source = Source.DOCUMENT;
    }
    return new DecodedText(read.text(), StandardCharsets.UTF_8.name(), source);
  }

  private static Optional<DecodedText> declared(
      byte[] body, Optional<Charset> charset, Source source) {
    if (charset.isEmpty() || isTwoByte(charset.get())) {
      return Optional.empty();
    }
    LenientDecoder.Result result = LenientDecoder.decode(body, 0, charset.get());
    return result.isContradicted()
        ? Optional.empty()
        : Optional.of(new DecodedText(result.text(), charset.get().name(), source));
  }

  /**
   * UTF-16 and UTF-32 were recognized by their zero bytes; a document without them has another
   * charset.
   */
  private static boolean isTwoByte(Charset charset) {
    return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
  }

  private static DecodedText detected(byte[] body, Optional<LenientDecoder.Result> utf8) {
    if (utf8.isPresent() && !hasEscapes(body)) {
      return new DecodedText(utf8.get().text(), StandardCharsets.UTF_8.name(), Source.DETECTED);
    }
    return decoded(body, 0, CharsetGuesser.guess(body), Source.DETECTED);
  }

  /** ISO 2022 looks like ASCII except for the escape sequences that switch its tables. */
  private static boolean hasEscapes(byte[] body) {
    for (int i = 0; i + 1 < body.length; i++) {
      if (body[i] == 0x1B && (body[i + 1] == '$' || body[i + 1] == '(')) {
        return true;
      }
    }
    return false;
  }

  private static String head(byte[] body) {
    return new String(body, 0, Math.min(body.length, PRESCAN_BYTES), StandardCharsets.ISO_8859_1);
  }

  private static Optional<DecodedText> byByteOrderMark(byte[] body) {
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

  /**
   * UTF-16 without a mark is recognized by the zero bytes of the first characters (XML 1.0, F.1).
   */
  private static Optional<DecodedText> byZeroBytes(byte[] body) {
    if (body.length < 4) {
      return Optional.empty();
    }
    if (body[0] == 0 && body[1] != 0 && body[2] == 0 && body[3] != 0) {
      return Optional.of(decoded(body, 0, StandardCharsets.UTF_16BE, Source.DETECTED));
    }
    return body[0] != 0 && body[1] == 0 && body[2] != 0 && body[3] == 0
        ? Optional.of(decoded(body, 0, StandardCharsets.UTF_16LE, Source.DETECTED))
        : Optional.empty();
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

  private static DecodedText decoded(byte[] body, int from, Charset charset, Source source) {
    return new DecodedText(
        LenientDecoder.decode(body, from, charset).text(), charset.name(), source);
  }
}
