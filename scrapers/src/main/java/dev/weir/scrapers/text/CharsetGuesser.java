package dev.weir.scrapers.text;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Guesses a charset from the bytes alone.
 *
 * <p>The detector counts letters, so markup, scripts and the English words of a template mislead
 * it. It is given only the words that have a byte beyond ASCII, and all words only if these are of
 * a Latin alphabet.
 */
final class CharsetGuesser {
  private static final int DETECTED_BYTES = 128 * 1024;

  /** Below this, the detector's guess among Latin alphabets is worse than the fallback. */
  private static final int LEAST_CONFIDENCE = 20;

  private static final Charset FALLBACK = Charset.forName("windows-1252");
  private static final Set<String> LATIN =
      Set.of("windows-1250", "windows-1252", "windows-1254", "ISO-8859-2");
  private static final Pattern MARKUP =
      Pattern.compile(
          "<(script|style)\\b.*?(?:</\\1\\b|\\z)|<!--.*?(?:-->|\\z)|</?[a-z!?][^>]{0,4000}>?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern ASCII_WORDS = Pattern.compile("(?<![^\\s])[\\x21-\\x7E]+(?![^\\s])");

  private CharsetGuesser() {}

  /** Returns the most likely charset that can decode the bytes; windows-1252 if there is none. */
  static Charset guess(byte[] body) {
    byte[] head = Arrays.copyOf(body, Math.min(body.length, DETECTED_BYTES));
    String text = MARKUP.matcher(new String(head, StandardCharsets.ISO_8859_1)).replaceAll(" ");
    String telling = ASCII_WORDS.matcher(text).replaceAll("");
    boolean isLatin = isMostlyAscii(telling);
    byte[] words = telling.getBytes(StandardCharsets.ISO_8859_1);
    Optional<Charset> told = isLatin ? Optional.empty() : ScriptRules.tell(words);
    if (told.isPresent()) {
      return told.get();
    }
    CharsetDetector detector = new CharsetDetector();
    detector.setText((isLatin ? text : telling).getBytes(StandardCharsets.ISO_8859_1));
    Charset best = FALLBACK;
    double bestScore = 0;
    for (CharsetMatch match : detector.detectAll()) {
      Optional<Charset> charset = charset(match.getName());
      if (charset.isPresent() && isLikely(match, charset.get(), isLatin)) {
        double score = match.getConfidence() * fit(head, charset.get());
        if (score > bestScore) {
          best = charset.get();
          bestScore = score;
        }
      }
    }
    return best.name().equals("KOI8-R") ? ScriptRules.withUkrainian(best, words) : best;
  }

  /** How well the charset can decode the bytes: 1 if fully, 0 if one in five cannot be decoded. */
  private static double fit(byte[] head, Charset charset) {
    LenientDecoder.Result result = LenientDecoder.decode(head, 0, charset);
    long unread = result.errors() + result.text().chars().filter(CharsetGuesser::isControl).count();
    return 1 - 5.0 * unread / Math.max(1, result.errors() + result.beyondAscii());
  }

  private static boolean isControl(int unit) {
    return unit >= 0x80 && unit < 0xA0;
  }

  private static boolean isLikely(CharsetMatch match, Charset charset, boolean isLatin) {
    return isLatin ? match.getConfidence() >= LEAST_CONFIDENCE : !LATIN.contains(charset.name());
  }

  /** Whether most are ASCII letters, as in words of every Latin alphabet. */
  private static boolean isMostlyAscii(String words) {
    long beyond = words.chars().filter(unit -> unit > 0x7F).count();
    long ascii = words.chars().filter(unit -> unit <= 0x7F && Character.isLetter(unit)).count();
    return ascii >= beyond;
  }

  private static Optional<Charset> charset(String found) {
    String name = found.toLowerCase(Locale.ROOT);
    if (name.startsWith("ibm4") || name.startsWith("utf-16") || name.startsWith("utf-32")) {
      return Optional.empty(); // Markup was found in it, so it is neither EBCDIC nor UTF-16.
    }
    // The detector returns a name for the order of Hebrew letters; windows-1255 is a superset.
    return CharsetLabels.charset(name.startsWith("iso-8859-8") ? "windows-1255" : name);
  }
}
