package dev.weir.spark.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The queries by name. */
public enum NamedQuery {
  HISTORY,
  MENTIONS,
  COUNTS,
  LINKS,
  SESSIONS;

  /** Its name in settings, topics and checkpoints. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The query of a name. */
  public static NamedQuery of(String name) {
    Optional<NamedQuery> found =
        Arrays.stream(values()).filter(query -> query.text().equals(name)).findFirst();
    return found.orElseThrow(
        () ->
            new IllegalArgumentException(
                "Expected one of "
                    + Arrays.stream(values())
                        .map(NamedQuery::text)
                        .collect(Collectors.joining(", "))
                    + ", got: "
                    + name));
  }

  QueryPlan plan(QueryContext context) throws Exception {
    return switch (this) {
      case HISTORY -> HistoryQuery.plan(context);
      case MENTIONS -> MentionsQuery.plan(context);
      case COUNTS -> WindowedQueries.counts(context);
      case LINKS -> WindowedQueries.links(context);
      case SESSIONS -> WindowedQueries.sessions(context);
    };
  }

  /** The topics whose records must not expire unread. */
  List<String> inputs() {
    return switch (this) {
      case HISTORY -> List.of("posts", "pages", "mentions");
      case MENTIONS -> List.of("posts", "pages");
      case COUNTS -> List.of("posts");
      case LINKS, SESSIONS -> List.of("mentions");
    };
  }
}
