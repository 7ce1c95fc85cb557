package dev.weir.scrapers.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Maps charset labels to charsets.
 *
 * <p>Labels mean what browsers take them for (WHATWG Encoding Standard, section 4.2): {@code
 * iso-8859-1} is windows-1252, and all labels of Shift JIS are windows-31j. Punctuation in a label
 * is ignored, so that {@code Windows1251} and {@code euc_kr} are known, too. Other labels are
 * looked up among Java's charsets.
 */
final class CharsetLabels {
  private static final Pattern SPACE = Pattern.compile(" ");
  private static final Map<String, String> MEANINGS = read();

  private CharsetLabels() {}

  /** Returns the charset of a label; empty if it is unknown. */
  static Optional<Charset> charset(String label) {
    String meaning = MEANINGS.get(key(label));
    Optional<Charset> table = SingleByteCharset.named(meaning);
    if (table.isPresent()) {
      return table;
    }
    try {
      return Optional.of(Charset.forName(meaning == null ? label.strip() : meaning));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  private static String key(String label) {
    return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static Map<String, String> read() {
    Map<String, String> meanings = new HashMap<>();
    try (InputStream in = CharsetLabels.class.getResourceAsStream("charset-labels.txt")) {
      if (in == null) {
        throw new IllegalStateException("Expected the resource charset-labels.txt, got: none");
      }
      new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> add(meanings, line));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return Map.copyOf(meanings);
  }

  private static void add(Map<String, String> meanings, String line) {
    int colon = line.indexOf(':');
    String charset = line.substring(0, colon);
    SPACE
        .splitAsStream(line.substring(colon + 1).strip())
        .forEach(label -> meanings.put(key(label), charset));
  }
}
