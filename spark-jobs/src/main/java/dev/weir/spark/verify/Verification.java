package dev.weir.spark.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.window;

import dev.weir.schemas.record.Window;
import dev.weir.schemas.settings.TimeSettings;
import dev.weir.schemas.topic.Topics;
import dev.weir.spark.decode.RegistryLink;
import dev.weir.spark.running.KeptTime;
import dev.weir.spark.running.StreamQuery;
import dev.weir.spark.sink.MarkedTable;
import dev.weir.spark.stack.JobSettings;
import dev.weir.spark.stack.KafkaLink;
import dev.weir.spark.stack.SparkSessions;
import dev.weir.spark.verify.VerifyReport.Difference;
import dev.weir.spark.verify.VerifyReport.QueryReport;
import dev.weir.spark.verify.VerifyReport.Stale;
import dev.weir.spark.verify.VerifyReport.TableReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Recomputes from the history, by the rule of live, what the queries published as final, and
 * compares. The same transforms serve both, so a difference means a row lost, doubled or altered on
 * one of the two ways. Both leave out doubles, so doubles in the history are looked for as well.
 */
public final class Verification {

  private final SparkSession session;
  private final JobSettings settings;
  private final TimeSettings time;
  private final Published published;

  public Verification(SparkSession session, JobSettings settings) throws IOException {
    this.session = session;
    this.settings = settings;
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
   * @param maxLag how far the final results of a query may be behind the present, beyond the delay
   *     that they have anyway
   */
  public VerifyReport verify(
      List<StreamQuery> queries, Instant since, Duration patience, Duration maxLag)
      throws InterruptedException, IOException {
    // What is dated ahead was written before the window that it counts in began.
    Instant written = since.minus(time.skew());
    // In this order: what is final now, then how far the log goes, then a history that has that.
    Map<String, Map<Instant, Window>> windows = published.finalWindows(written, since);
    Published.Heard heard = published.heard(written);
    List<String> missing =
        new HistoryReach(new MarkedTable(session, name("posts")))
            .await(published.inputEnds(), patience);
    if (!missing.isEmpty()) {
      return new VerifyReport(Instant.now(), since, missing, List.of(), List.of());
    }
    Progress progress =
        new Progress(since, Instant.now(), heard.sources(), time.watermarkDelay(), maxLag);
    Dataset<Row> latest = Comparison.latest(published.aggregates(written)).persist();
    List<QueryReport> reports = new ArrayList<>();
    for (StreamQuery query : queries) {
      Instant watermark = heard.watermarks().getOrDefault(query.name(), Instant.EPOCH);
      Map<Instant, Window> finals = windows.getOrDefault(query.name(), Map.of());
      Dataset<Row> found = latest.where(col("query").equalTo(query.name()));
      reports.add(
          switch (query.comparison()) {
            case BY_WINDOW -> byWindow(query, found, finals, progress);
            case BY_SESSION ->
                upTo(
                    watermark,
                    query,
                    found,
                    progress,
                    stretches(query, watermark, progress, windows));
            case BY_ROW ->
                upTo(
                    watermark,
                    query,
                    asNumbers(rows(query.name())),
                    progress,
                    last(stretches(query, watermark, progress, windows)));
            case NOT ->
                throw new IllegalArgumentException(
                    "Expected a query that can be compared, got: " + query.name());
          });
    }
    latest.unpersist();
    return new VerifyReport(Instant.now(), since, List.of(), tables(queries, since), reports);
  }

  /** The tables that the queries read, and those that keep what they write row by row. */
  private List<TableReport> tables(List<StreamQuery> queries, Instant since) {
    return queries.stream()
        .flatMap(query -> query.tables().stream())
        .distinct()
        .sorted()
        .map(table -> Doubles.in(table, after(table, "observed_at", since)))
        .toList();
  }

  private QueryReport byWindow(
      StreamQuery query, Dataset<Row> found, Map<Instant, Window> finals, Progress progress) {
    Instant since = progress.since();
    WindowCheck check = new WindowCheck(finals, time);
    Instant until = check.until();
    WindowCheck.Result result =
        check.compare(
            since, span -> query.recomputed(this::after, span.from(), span.time()), found);
    List<Stale> stale =
        query.inputs().contains(Topics.POSTS) ? stale(check.spans(since), finals) : List.of();
    return report(query, since, until, progress.problem(until, check.step()), result, stale);
  }

  private List<Stale> stale(List<WindowCheck.Span> spans, Map<Instant, Window> finals) {
    return spans.stream()
        .flatMap(span -> stale(span).stream())
        .filter(stale -> finals.containsKey(stale.windowStart()))
        .toList();
  }

  private List<Stale> stale(WindowCheck.Span span) {
    String length = span.time().window().toMillis() + " milliseconds";
    return rows("posts")
        .where(
            col("time_status")
                .equalTo("late")
                .and(col("event_time").geq(lit(span.from())))
                .and(col("event_time").lt(lit(span.until()))))
        .groupBy(window(col("event_time"), length).getField("start").as("start"))
        .agg(count(lit(1)).as("rows"))
        .select(unix_micros(col("start")), col("rows"))
        .orderBy("start")
        .collectAsList()
        .stream()
        .map(row -> new Stale(Differences.instant(row.getLong(0)), row.getLong(1)))
        .toList();
  }

  /**
   * The stretches of a query's results by the settings that they were computed with. Those of the
   * present generation are in its checkpoint; those of earlier ones are in the records of windows
   * that were final then, of whichever query.
   */
  private List<Stretch> stretches(
      StreamQuery query,
      Instant watermark,
      Progress progress,
      Map<String, Map<Instant, Window>> windows)
      throws IOException {
    KeptTime kept =
        KeptTime.of(settings, query.name(), session.sparkContext().hadoopConfiguration());
    Optional<TimeSettings> before =
        windows.values().stream()
            .flatMap(finals -> finals.values().stream())
            .filter(window -> !window.getTimeSettings().isEmpty())
            .filter(window -> !window.getWindowEnd().isAfter(kept.since()))
            .max(Comparator.comparing(Window::getWindowEnd))
            .map(window -> time.withMillis(window.getTimeSettings()));
    return Stretch.between(progress.since(), watermark, kept, before, query.timeSettings());
  }

  /**
   * A generation with other settings writes rows of all times that the log still has, beside those
   * of the generation before: only rows of the last stretch are those of one setting.
   */
  private static List<Stretch> last(List<Stretch> stretches) {
    return stretches.subList(stretches.size() - 1, stretches.size());
  }

  /** Results that are final up to a watermark. */
  private QueryReport upTo(
      Instant watermark,
      StreamQuery query,
      Dataset<Row> found,
      Progress progress,
      List<Stretch> stretches) {
    boolean isByRow = query.comparison() == StreamQuery.Compared.BY_ROW;
    long keys = 0;
    long rows = 0;
    List<Difference> differences = new ArrayList<>();
    for (Stretch stretch : stretches) {
      Dataset<Row> recomputed = query.recomputed(this::after, stretch.from(), stretch.time());
      Dataset<Row> kept =
          Differences.within(
                  isByRow ? asNumbers(recomputed) : recomputed, stretch.from(), stretch.until())
              .persist();
      differences.addAll(
          Differences.of(kept, Differences.within(found, stretch.from(), stretch.until())));
      Row totals = kept.agg(count(lit(1)), sum(col("values").getItem("count"))).head();
      keys += totals.getLong(0);
      rows += totals.isNullAt(1) ? 0 : totals.getLong(1);
      kept.unpersist();
    }
    return report(
        query,
        stretches.get(0).from(),
        watermark,
        progress.problem(watermark, Duration.ZERO),
        new WindowCheck.Result(0, keys, rows, differences),
        List.of());
  }

  private static QueryReport report(
      StreamQuery query,
      Instant from,
      Instant until,
      String problem,
      WindowCheck.Result result,
      List<Stale> stale) {
    return new QueryReport(
        query.name(),
        from,
        until,
        problem,
        result.windows(),
        result.keys(),
        result.rows(),
        result.differences().size(),
        result.differences().stream().limit(VerifyReport.NAMED).toList(),
        stale);
  }

  /** Rows as numbers: one a mention, its identity as the dimension. */
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

  private Dataset<Row> after(String table, String column, Instant from) {
    return rows(table).where(col(column).geq(lit(from)));
  }

  private Dataset<Row> rows(String table) {
    return session.table(name(table));
  }

  private static String name(String table) {
    return SparkSessions.CATALOG + ".history." + table;
  }
}
