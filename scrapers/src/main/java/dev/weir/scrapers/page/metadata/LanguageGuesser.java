package dev.weir.scrapers.page.metadata;

import com.optimaize.langdetect.LanguageDetector;
import com.optimaize.langdetect.LanguageDetectorBuilder;
import com.optimaize.langdetect.i18n.LdLocale;
import com.optimaize.langdetect.ngram.NgramExtractors;
import com.optimaize.langdetect.profiles.LanguageProfileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Detects a text's language from its letters. The models are loaded on first use. */
public final class LanguageGuesser {
  private static final int SHORTEST = 60;
  private static final int LONGEST = 5_000;

  /** The most likely language as a BCP 47 tag; empty if the text is short or ambiguous. */
  public Optional<String> guess(String text) {
    if (text.length() < SHORTEST) {
      return Optional.empty();
    }
    String sample = text.substring(0, Math.min(text.length(), LONGEST));
    com.google.common.base.Optional<LdLocale> found = Models.DETECTOR.detect(sample);
    return found.isPresent() ? Optional.of(found.get().toString()) : Optional.empty();
  }

  private static final class Models {
    static final LanguageDetector DETECTOR = load();

    private static LanguageDetector load() {
      try {
        return LanguageDetectorBuilder.create(NgramExtractors.standard())
            .withProfiles(new LanguageProfileReader().readAllBuiltIn())
            .seed(1)
            .build();
      } catch (IOException broken) {
        throw new UncheckedIOException("Expected the language models on the class path", broken);
      }
    }
  }
}
