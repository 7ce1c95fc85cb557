package dev.weir.scrapers.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The charsets of the Encoding Standard that Java lacks. Decoding only. */
final class SingleByteCharset extends Charset {
  /** The characters of the bytes A1 to FF; lower bytes map to themselves. */
  private static final Map<String, String> UPPER_HALVES =
      Map.of(
          "ISO-8859-10",
          "ĄĒĢĪĨĶ§ĻĐŠŦŽ\u00adŪŊ°ąēģīĩķ·ļđšŧž―ūŋĀÁÂÃÄÅÆĮČÉĘËĖÍ"
              + "ÎÏÐŅŌÓÔÕÖŨØŲÚÛÜÝÞßāáâãäåæįčéęëėíîïðņōóôõöũøųúûüýþĸ",
          "ISO-8859-14",
          "Ḃḃ£ĊċḊ§Ẁ©ẂḋỲ\u00ad®ŸḞḟĠġṀṁ¶ṖẁṗẃṠỳẄẅṡÀÁÂÃÄÅÆÇÈÉÊËÌÍ"
              + "ÎÏŴÑÒÓÔÕÖṪØÙÚÛÜÝŶßàáâãäåæçèéêëìíîïŵñòóôõöṫøùúûüýŷÿ");

  private static final int FIRST = 0xA1;

  private final String upperHalf;

  private SingleByteCharset(String name, String upperHalf) {
    super(name, new String[0]);
    this.upperHalf = upperHalf;
  }

  static Optional<Charset> named(@Nullable String name) {
    return Optional.ofNullable(name)
        .filter(UPPER_HALVES::containsKey)
        .map(known -> new SingleByteCharset(known, UPPER_HALVES.getOrDefault(known, "")));
  }

  @Override
  public boolean contains(Charset other) {
    return other.name().equals(name()) || other.name().equals("US-ASCII");
  }

  @Override
  public boolean canEncode() {
    return false;
  }

  @Override
  public CharsetEncoder newEncoder() {
    throw new UnsupportedOperationException("Expected a charset that is written, got: " + name());
  }

  @Override
  public CharsetDecoder newDecoder() {
    return new CharsetDecoder(this, 1, 1) {
      @Override
      protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
        while (in.hasRemaining()) {
          if (!out.hasRemaining()) {
            return CoderResult.OVERFLOW;
          }
          int unit = in.get() & 0xFF;
          out.put(unit < FIRST ? (char) unit : upperHalf.charAt(unit - FIRST));
        }
        return CoderResult.UNDERFLOW;
      }
    };
  }
}
