package dev.weir.scrapers.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Map;

/**
 * Decodes any bytes, and counts errors.
 *
 * <p>Errors are handled as the Encoding Standard requires: undecodable bytes become U+FFFD, an
 * ASCII byte is never part of an error (so that half a character before a tag does not cost the
 * tag), and the bytes 80 to 9F that a single-byte charset leaves unassigned are control characters.
 */
final class LenientDecoder {
  private static final char REPLACEMENT = '\uFFFD';

  /** Java's EUC-JP decodes these to other characters than the standard. */
  private static final Map<Character, Character> EUC_JP =
      Map.of(
          '\u301C', '\uFF5E', '\u2016', '\u2225', '\u2212', '\uFF0D', '\u00A2', '\uFFE0', '\u00A3',
          '\uFFE1', '\u00AC', '\uFFE2');

  private final Charset charset;
  private final CharsetDecoder decoder;
  private final ByteBuffer in;
  private final CharBuffer chunk = CharBuffer.allocate(8192);
  private final StringBuilder out;
  private int errors;

  private LenientDecoder(byte[] body, int from, Charset charset) {
    this.charset = charset;
    this.in = ByteBuffer.wrap(body, from, body.length - from).slice();
    this.out = new StringBuilder(body.length - from);
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /**
   * Decoded characters, and how well the bytes fit the charset.
   *
   * @param errors number of undecodable sequences, except one cut off at the end
   * @param beyondAscii number of decoded characters beyond ASCII
   */
  record Result(String text, int errors, int beyondAscii) {
    /** Whether there are so many errors that the charset must be wrong. */
    boolean isContradicted() {
      return errors > beyondAscii;
    }
  }

  static Result decode(byte[] body, int from, Charset charset) {
    return new LenientDecoder(body, from, charset).run();
  }

  private Result run() {
    while (true) {
      CoderResult result = decoder.decode(in, chunk, true);
      drain();
      if (result.isUnderflow()) {
        break;
      }
      if (result.isError()) {
        replace(result);
      }
    }
    decoder.flush(chunk);
    drain();
    String text = charset.name().equals("x-eucJP-Open") ? standardEucJp() : out.toString();
    int beyond = (int) text.chars().filter(unit -> unit > 0x7F && unit != REPLACEMENT).count();
    return new Result(text, errors, beyond);
  }

  private void drain() {
    out.append(chunk.flip());
    chunk.clear();
  }

  private void replace(CoderResult error) {
    int start = in.position();
    int first = in.get(start) & 0xFF;
    boolean isCutOff = start + error.length() >= in.limit() && error.isMalformed();
    int skipped = 1;
    while (skipped < error.length() && in.get(start + skipped) < 0) {
      skipped++;
    }
    in.position(start + skipped);
    if (first == 0x80 && charset.name().equals("GB18030")) {
      out.append('€');
    } else if (first < 0xA0 && first >= 0x80 && isSingleByte()) {
      out.append((char) first);
    } else {
      out.append(REPLACEMENT);
      errors += isCutOff ? 0 : 1;
    }
  }

  private boolean isSingleByte() {
    return charset.name().startsWith("windows-125") || charset.name().startsWith("ISO-8859-");
  }

  private String standardEucJp() {
    for (int i = 0; i < out.length(); i++) {
      Character standard = EUC_JP.get(out.charAt(i));
      if (standard != null) {
        out.setCharAt(i, standard);
      }
    }
    return out.toString();
  }
}
