package dev.weir.trial.corpus;

import dev.weir.schemas.record.Cursor;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.scrapers.report.PageAgreement;
import dev.weir.trial.Kept;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Weir holds at one moment: the history as a user queries it, and what the topics tell beyond
 * it. Immutable.
 *
 * @param frontier normalised URLs that were found or fetched
 * @param positions where each source stands, by its id
 */
record Holdings(
    List<PostRow> posts,
    List<PageRow> pages,
    List<DeadLetter> deadLetters,
    Set<String> frontier,
    Map<String, String> positions) {
  private static final List<String> POST_FIELDS =
      List.of(
          "created_at",
          "url",
          "author_id",
          "author_name",
          "text",
          "language",
          "tags",
          "links",
          "reply_to",
          "repost_of",
          "engagement");

  /**
   * A row of the history's posts.
   *
   * @param filled names of the optional fields that hold something
   */
  record PostRow(
      String network,
      String id,
      String version,
      String operation,
      Instant eventTime,
      String source,
      Set<String> filled) {}

  /**
   * A row of the history's pages.
   *
   * @param aliases every URL by which the page is known
   */
  record PageRow(
      String url, int revision, String outcome, Set<String> aliases, PageAgreement.Seen content) {}

  /** The optional fields of a post, by their names in the history. */
  static List<String> postFields() {
    return POST_FIELDS;
  }

  static Holdings read(Kept kept) throws Exception {
    Map<String, String> positions = new HashMap<>();
    for (Cursor cursor : kept.cursors()) {
      positions.put(cursor.getSource(), cursor.getPosition());
    }
    return new Holdings(
        posts(kept),
        pages(kept),
        List.copyOf(kept.deadLetters()),
        kept.frontier().stream().map(FrontierEntry::getUrl).collect(Collectors.toSet()),
        positions);
  }

  private static List<PostRow> posts(Kept kept) throws Exception {
    return kept.rows(
        "SELECT network, id, version, operation, event_time, source, "
            + String.join(", ", POST_FIELDS)
            + " FROM posts",
        row ->
            new PostRow(
                text(row, 0),
                text(row, 1),
                text(row, 2),
                text(row, 3),
                Instant.parse(text(row, 4)),
                text(row, 5),
                filled(row.subList(6, row.size()))));
  }

  private static List<PageRow> pages(Kept kept) throws Exception {
    return kept.rows(
        "SELECT url, revision, outcome, aliases, title, byline, excerpt, site_name, language,"
            + " published_at, text FROM pages ORDER BY url, revision",
        row ->
            new PageRow(
                text(row, 0),
                Integer.parseInt(text(row, 1)),
                text(row, 2),
                ((List<?>) Objects.requireNonNull(row.get(3)))
                    .stream().map(String::valueOf).collect(Collectors.toSet()),
                new PageAgreement.Seen(
                    optional(row, 4),
                    optional(row, 5),
                    optional(row, 6),
                    optional(row, 7),
                    optional(row, 8),
                    optional(row, 9).map(Instant::parse),
                    optional(row, 10).orElse(""))));
  }

  private static Set<String> filled(List<@Nullable Object> values) {
    Set<String> filled = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      boolean empty =
          value == null
              || (value instanceof List<?> list && list.isEmpty())
              || (value instanceof String text && text.isEmpty());
      if (!empty) {
        filled.add(POST_FIELDS.get(i));
      }
    }
    return filled;
  }

  /** The newest row of the page that is known by the URL. */
  Optional<PageRow> page(String normalizedUrl) {
    return pages.stream()
        .filter(page -> page.aliases().contains(normalizedUrl))
        .reduce((older, newer) -> newer);
  }

  /** What a source set apart. */
  List<DeadLetter> deadLettersOf(String source) {
    return deadLetters.stream().filter(letter -> source.equals(letter.getSource())).toList();
  }

  private static String text(List<@Nullable Object> row, int column) {
    return String.valueOf(row.get(column));
  }

  private static Optional<String> optional(List<@Nullable Object> row, int column) {
    return Optional.ofNullable(row.get(column)).map(String::valueOf);
  }
}
