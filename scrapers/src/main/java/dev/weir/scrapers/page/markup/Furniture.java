package dev.weir.scrapers.page.markup;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognizes parts of a page that are never its article: skip links, text for screen readers,
 * navigation between posts, comments and their form.
 *
 * <p>They are recognized by whole words in classes and ids, those of WordPress's themes and of
 * common CSS frameworks, so that an article about comments is not affected.
 */
public final class Furniture {
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Set<String> WORDS =
      Set.of(
          "skip-link",
          "skip-links",
          "skiplink",
          "skip-to-content",
          "skip-to-main",
          "skip-nav",
          "screen-reader-text",
          "post-navigation",
          "posts-navigation",
          "comment-navigation",
          "comments-navigation",
          "wp-block-post-navigation-link",
          "wp-block-navigation",
          "comment-respond",
          "comment-form",
          "commentform",
          "comment-reply-title",
          "respond",
          "wp-block-post-comments-form");

  private Furniture() {}

  /** Whether an element with these attributes is never part of the article. */
  public static boolean isFurniture(String classes, String id) {
    return WORDS.contains(id.toLowerCase(Locale.ROOT)) || hasWord(classes, WORDS);
  }

  /** Whether one of the words, in lower case, is among the classes. */
  public static boolean hasWord(String classes, Set<String> words) {
    return !classes.isEmpty()
        && Arrays.stream(SPACE.split(classes.toLowerCase(Locale.ROOT), -1))
            .anyMatch(words::contains);
  }
}
