package dev.weir.spark.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.window;

import dev.weir.schemas.TimeSettings;
import dev.weir.schemas.record.Window;
import dev.weir.spark.decode.RegistryLink;
import dev.weir.spark.running.StreamQuery;
import dev.weir.spark.sink.MarkedTable;
import dev.weir.spark.stack.JobSettings;
import dev.weir.spark.stack.KafkaLink;
import dev.weir.spark.stack.SparkSessions;
import dev.weir.spark.verify.VerifyReport.Difference;
import dev.weir.spark.verify.VerifyReport.QueryReport;
import dev.weir.spark.verify.VerifyReport.Stale;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes from the history, by the rule of live, what the queries published as final, and
 * compares. The same transforms serve both, so a difference means a row lost, doubled or altered on
 * one of the two ways.
 */
public final class Verification {

  private final SparkSession session;
  private final TimeSettings time;
  private final Published published;

  public Verification(SparkSession session, JobSettings settings) throws IOException {
    this.session = session;
    this.time = settings.time();
    KafkaLink kafka = KafkaLink.of(settings.stack());
    RegistryLink registry = new RegistryLink(settings.stack().registryUrl(), "", kafka.clusterId());
    this.published = new Published(session, kafka, registry);
  }

  /**
   * Verifies queries.
   *
   * @param since windows that begin earlier are left out
   * @param patience how long to wait for the history
   */
  public VerifyReport verify(List<StreamQuery> queries, Instant since, Duration patience)
      throws InterruptedException {
    // In this order: what is final now, then how far the log goes, then a history that has that.
    Map<String, Map<Instant, Window>> windows = published.finalWindows(since);
    Map<String, Instant> watermarks = published.watermarks(since);
    List<String> missing =
        new HistoryReach(new MarkedTable(session, name("posts")))
            .await(published.inputEnds(), patience);
    if (!missing.isEmpty()) {
      return new VerifyReport(Instant.now(), since, missing, List.of());
    }
    Dataset<Row> latest = Comparison.latest(published.aggregates(since));
    latest.persist();
    List<QueryReport> reports = new ArrayList<>();
    for (StreamQuery query : queries) {
      Instant watermark = watermarks.getOrDefault(query.name(), Instant.EPOCH);
      Map<Instant, Window> finals = windows.getOrDefault(query.name(), Map.of());
      Dataset<Row> found = latest.where(col("query").equalTo(query.name()));
      Dataset<Row> recomputed = query.recomputed(this::after, since, time);
      reports.add(
          switch (query.comparison()) {
            case BY_WINDOW -> windowed(query.name(), recomputed, found, finals, since);
            case BY_SESSION -> sessions(query.name(), recomputed, found, since, watermark);
            case BY_ROW -> mentions(query.name(), recomputed, since, watermark);
            case NOT ->
                throw new IllegalArgumentException(
                    "Expected a query that can be compared, got: " + query.name());
          });
    }
    latest.unpersist();
    return new VerifyReport(Instant.now(), since, List.of(), reports);
  }

  private QueryReport windowed(
      String query,
      Dataset<Row> recomputed,
      Dataset<Row> found,
      Map<Instant, Window> finals,
      Instant since) {
    Instant until =
        finals.values().stream()
            .map(Window::getWindowEnd)
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    Dataset<Row> expected = within(recomputed, since, until).persist();
    List<Difference> differences =
        new ArrayList<>(named(Comparison.differences(expected, within(found, since, until))));
    long keys = expected.count();
    Map<Instant, Long> totals = totals(expected);
    differences.addAll(windowDifferences(totals, finals));
    expected.unpersist();
    return new QueryReport(
        query,
        until,
        totals.size(),
        keys,
        differences.size(),
        differences.stream().limit(VerifyReport.NAMED).toList(),
        query.equals("counts") ? stale(finals, since, until) : List.of());
  }

  private static Map<Instant, Long> totals(Dataset<Row> expected) {
    Map<Instant, Long> totals = new TreeMap<>();
    expected
        .where(col("metric").equalTo("rows"))
        .select(unix_micros(col("window_start")), col("values").getItem("count"))
        .collectAsList()
        .forEach(row -> totals.put(instant(row.getLong(0)), row.getLong(1)));
    return totals;
  }

  /** The records of windows against the totals of the history. */
  private List<Difference> windowDifferences(
      Map<Instant, Long> totals, Map<Instant, Window> finals) {
    List<Difference> differences = new ArrayList<>();
    TreeMap<Instant, Long> all = new TreeMap<>(totals);
    finals.keySet().forEach(start -> all.putIfAbsent(start, 0L));
    all.forEach(
        (start, rows) -> {
          Window window = finals.get(start);
          if (window == null || window.getRows() != rows) {
            differences.add(
                new Difference(
                    start,
                    window == null ? start : window.getWindowEnd(),
                    "window",
                    "",
                    Map.of("rows", rows),
                    window == null ? Map.of() : Map.of("rows", window.getRows())));
          }
        });
    return differences;
  }

  private List<Stale> stale(Map<Instant, Window> finals, Instant since, Instant until) {
    String length = time.window().toMillis() + " milliseconds";
    return session
        .table(name("posts"))
        .where(
            col("time_status")
                .equalTo("late")
                .and(col("event_time").geq(lit(since)))
                .and(col("event_time").lt(lit(until))))
        .groupBy(window(col("event_time"), length).getField("start").as("start"))
        .agg(count(lit(1)).as("rows"))
        .select(unix_micros(col("start")), col("rows"))
        .orderBy("start")
        .collectAsList()
        .stream()
        .map(row -> new Stale(instant(row.getLong(0)), row.getLong(1)))
        .filter(stale -> finals.containsKey(stale.windowStart()))
        .toList();
  }

  private QueryReport sessions(
      String query, Dataset<Row> recomputed, Dataset<Row> found, Instant since, Instant watermark) {
    Dataset<Row> expected = within(recomputed, since, watermark).persist();
    List<Difference> differences =
        named(Comparison.differences(expected, within(found, since, watermark)));
    long keys = expected.count();
    expected.unpersist();
    return new QueryReport(
        query, watermark, keys, keys, differences.size(), differences, List.of());
  }

  /** Mentions as numbers: one a mention, its identity as the dimension. */
  private QueryReport mentions(
      String query, Dataset<Row> recomputed, Instant since, Instant watermark) {
    Dataset<Row> expected = within(asNumbers(recomputed), since, watermark).persist();
    Dataset<Row> found = within(asNumbers(session.table(name("mentions"))), since, watermark);
    List<Difference> differences = named(Comparison.differences(expected, found));
    long keys = expected.count();
    expected.unpersist();
    return new QueryReport(query, watermark, 0, keys, differences.size(), differences, List.of());
  }

  private static Dataset<Row> asNumbers(Dataset<Row> mentions) {
    return mentions
        .groupBy(
            col("mention_id").as("dimension"),
            lit("mentions").as("metric"),
            col("event_time").as("window_start"),
            col("event_time").as("window_end"))
        .agg(count(lit(1)).as("count"))
        .select(
            col("metric"),
            col("dimension"),
            col("window_start"),
            col("window_end"),
            map(lit("count"), col("count")).as("values"));
  }

  private static Dataset<Row> within(Dataset<Row> numbers, Instant since, Instant until) {
    return numbers.where(
        col("window_start").geq(lit(since)).and(col("window_end").leq(lit(until))));
  }

  private Dataset<Row> after(String table, String column, Instant time) {
    return session.table(name(table)).where(col(column).geq(lit(time)));
  }

  private static List<Difference> named(Dataset<Row> differences) {
    return differences
        .select(
            unix_micros(col("window_start")),
            unix_micros(col("window_end")),
            col("metric"),
            col("dimension"),
            col("expected"),
            col("found"))
        .collectAsList()
        .stream()
        .map(Verification::difference)
        .toList();
  }

  private static Difference difference(Row row) {
    return new Difference(
        instant(row.getLong(0)),
        instant(row.getLong(1)),
        row.getString(2),
        row.getString(3),
        row.isNullAt(4) ? Map.of() : copy(row.getJavaMap(4)),
        row.isNullAt(5) ? Map.of() : copy(row.getJavaMap(5)));
  }

  private static Map<String, Long> copy(@Nullable Map<String, Long> values) {
    return values == null ? Map.of() : new TreeMap<>(new HashMap<>(values));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plusNanos(Math.multiplyExact(micros, 1000L));
  }

  private static String name(String table) {
    return SparkSessions.CATALOG + ".history." + table;
  }
}
