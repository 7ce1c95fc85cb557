package dev.weir.scrapers.text;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Recognizes charsets that the detector does not know, by what is impossible in their scripts.
 * Strict: in doubt it returns nothing. Pure.
 */
final class ScriptRules {
  private static final int FEWEST = 20;
  private static final double MOSTLY = 0.97;

  private static final List<String> DETECTED = List.of("windows-1251", "koi8-u", "iso-8859-5");
  private static final List<String> UNDETECTED = List.of("ibm866", "x-mac-cyrillic");

  /** Three in four letters of Russian, and nearly as many of its neighbours. */
  private static final String FREQUENT = "оеаинтсрвлкм";

  private static final double LEAST_FREQUENT = 0.6;

  private ScriptRules() {}

  /** Returns the charset of words that have bytes beyond ASCII. */
  static Optional<Charset> tell(byte[] words) {
    Optional<Charset> thai = charset("windows-874").filter(it -> isThai(words, it));
    if (thai.isPresent()) {
      return thai;
    }
    boolean isKnown = DETECTED.stream().anyMatch(name -> isCyrillic(words, name));
    return isKnown
        ? Optional.empty()
        : UNDETECTED.stream()
            .filter(name -> isCyrillic(words, name))
            .findFirst()
            .flatMap(ScriptRules::charset);
  }

  /** With other charsets, a letter of Ukrainian would be a box-drawing character inside a word. */
  static Charset withUkrainian(Charset koi8, byte[] words) {
    String text = text(words, koi8);
    for (int i = 0; i + 1 < text.length(); i++) {
      boolean boxed = isBox(text.charAt(i)) && Character.isLetter(text.charAt(i + 1));
      if (boxed || (Character.isLetter(text.charAt(i)) && isBox(text.charAt(i + 1)))) {
        return charset("koi8-u").orElse(koi8);
      }
    }
    return koi8;
  }

  private static boolean isBox(char unit) {
    return unit >= 0x2500 && unit < 0x2580;
  }

  /**
   * A vowel or tone mark above or below follows a consonant; a vowel in front precedes one; the
   * script's own signs and digits are rare. Two-byte letters, which are as regular, make even runs.
   */
  private static boolean isThai(byte[] words, Charset charset) {
    String text = text(words, charset);
    int letters = 0;
    int others = 0;
    int rare = 0;
    int bound = 0;
    int wrong = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      letters += isThai(unit) ? 1 : 0;
      rare += unit == 0xE3F || (unit >= 0xE4F && unit <= 0xE5B) ? 1 : 0;
      others += unit > 0x7F && !isThai(unit) ? 1 : 0;
      if (isMark(unit)) {
        bound++;
        wrong += i > 0 && (isConsonant(text.charAt(i - 1)) || isMark(text.charAt(i - 1))) ? 0 : 1;
      } else if (unit >= 0xE40 && unit <= 0xE44) {
        bound++;
        wrong += i + 1 < text.length() && isConsonant(text.charAt(i + 1)) ? 0 : 1;
      }
    }
    return letters >= FEWEST
        && letters >= MOSTLY * (letters + others)
        && 7 * bound >= letters
        && 20 * wrong <= bound
        && 50 * rare <= letters
        && hasOddRun(words);
  }

  private static boolean hasOddRun(byte[] words) {
    int run = 0;
    for (byte unit : words) {
      if (unit >= 0 && run % 2 == 1) {
        return true;
      }
      run = unit < 0 ? run + 1 : 0;
    }
    return run % 2 == 1;
  }

  private static boolean isThai(char unit) {
    return unit >= 0xE01 && unit <= 0xE5B;
  }

  private static boolean isConsonant(char unit) {
    return unit >= 0xE01 && unit <= 0xE2E;
  }

  private static boolean isMark(char unit) {
    return unit == 0xE31 || (unit >= 0xE34 && unit <= 0xE3A) || (unit >= 0xE47 && unit <= 0xE4E);
  }

  /** Almost only letters, frequent ones often, and no capital after a small one. */
  private static boolean isCyrillic(byte[] words, String name) {
    Optional<Charset> charset = charset(name);
    if (charset.isEmpty()) {
      return false;
    }
    String text = text(words, charset.get());
    String small = text.toLowerCase(Locale.ROOT);
    int letters = 0;
    int others = 0;
    int frequent = 0;
    int wrong = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      boolean isLetter = unit >= 0x400 && unit < 0x460;
      letters += isLetter ? 1 : 0;
      others += unit > 0x7F && !isLetter ? 1 : 0;
      frequent += isLetter && FREQUENT.indexOf(small.charAt(i)) >= 0 ? 1 : 0;
      boolean isCapital = isLetter && Character.isUpperCase(unit);
      wrong += isCapital && i > 0 && Character.isLowerCase(text.charAt(i - 1)) ? 1 : 0;
    }
    return letters >= FEWEST
        && letters >= MOSTLY * (letters + others)
        && frequent >= LEAST_FREQUENT * letters
        && 100 * wrong <= letters;
  }

  private static String text(byte[] words, Charset charset) {
    return LenientDecoder.decode(words, 0, charset).text();
  }

  private static Optional<Charset> charset(String label) {
    return CharsetLabels.charset(label);
  }
}
