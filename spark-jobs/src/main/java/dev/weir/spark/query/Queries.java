package dev.weir.spark.query;

import dev.weir.spark.history.HistoryQuery;
import dev.weir.spark.running.StreamQuery;
import dev.weir.spark.running.StreamQuery.Compared;
import dev.weir.spark.windows.CountsQuery;
import dev.weir.spark.windows.LinksQuery;
import dev.weir.spark.windows.SessionsQuery;
import java.util.List;
import java.util.stream.Collectors;

/** The list of all queries. */
public final class Queries {

  private static final List<StreamQuery> ALL =
      List.of(
          new HistoryQuery(),
          new MentionsQuery(),
          new CountsQuery(),
          new LinksQuery(),
          new SessionsQuery());

  private Queries() {}

  /** All queries, each before those that read what it writes. */
  public static List<StreamQuery> all() {
    return ALL;
  }

  /** Those that {@code verify} can compare with the history. */
  public static List<StreamQuery> comparable() {
    return ALL.stream().filter(query -> query.comparison() != Compared.NOT).toList();
  }

  /** The query of a name. */
  public static StreamQuery of(String name) {
    return of(name, ALL);
  }

  /** The query of a name, out of some. */
  public static StreamQuery of(String name, List<StreamQuery> queries) {
    return queries.stream()
        .filter(query -> query.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Expected one of "
                        + queries.stream().map(StreamQuery::name).collect(Collectors.joining(", "))
                        + ", got: "
                        + name));
  }
}
