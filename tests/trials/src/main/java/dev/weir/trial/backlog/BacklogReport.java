package dev.weir.trial.backlog;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a trial found.
 *
 * @param counted posts in the live numbers of {@code counts}
 * @param seconds that Spark ran until the backlog was worked off, without the break after a kill
 * @param queries by name
 */
public record BacklogReport(
    long posts,
    long counted,
    double writingSeconds,
    double seconds,
    long heapUsedMegabytes,
    long heapLiveMegabytes,
    boolean isDone,
    Map<String, Query> queries) {

  public BacklogReport {
    queries = new TreeMap<>(queries);
  }

  /**
   * A query's share.
   *
   * @param firstResultSeconds from Spark's start to the first record that it wrote; NaN if it wrote
   *     none
   * @param doneSeconds until it had read everything; NaN if it has not
   * @param largestBatch records that it read in one batch
   * @param dropped rows that came behind the watermark
   * @param doneAgain records that were read and not committed when Spark was killed
   */
  public record Query(
      double firstResultSeconds,
      double doneSeconds,
      long batches,
      long largestBatch,
      long dropped,
      long doneAgain) {}

  /** Whether every post is counted, once, and no row came behind the watermark. */
  public boolean isComplete() {
    return isDone
        && counted == posts
        && queries.values().stream().allMatch(query -> query.dropped() == 0);
  }

  /** As lines of text. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(format("%,d posts, written in %.0f s", posts, writingSeconds));
    lines.add(
        format(
            "worked off in %.0f s: %,.0f posts/s; %,d posts are counted",
            seconds, posts / seconds, counted));
    lines.add(
        format(
            "heap: at most %d MB in use, %d MB after a collection",
            heapUsedMegabytes, heapLiveMegabytes));
    lines.add(
        format(
            "%-10s %12s %8s %8s %13s %8s %11s",
            "query", "first result", "done", "batches", "largest batch", "dropped", "done again"));
    queries.forEach(
        (name, query) ->
            lines.add(
                format(
                    "%-10s %10.0f s %6.0f s %8d %,13d %8d %,11d",
                    name,
                    query.firstResultSeconds(),
                    query.doneSeconds(),
                    query.batches(),
                    query.largestBatch(),
                    query.dropped(),
                    query.doneAgain())));
    if (!isComplete()) {
      lines.add(
          isDone
              ? "Expected every post to be counted and no row behind the watermark"
              : "Expected an end within the limit; the queries had not read everything");
    }
    return lines;
  }

  /** As one JSON object. */
  public String json() {
    ObjectNode json =
        new ObjectMapper()
            .createObjectNode()
            .put("posts", posts)
            .put("counted", counted)
            .put("writing_seconds", writingSeconds)
            .put("seconds", seconds)
            .put("posts_per_second", posts / seconds)
            .put("heap_used_megabytes", heapUsedMegabytes)
            .put("heap_live_megabytes", heapLiveMegabytes)
            .put("complete", isComplete());
    ObjectNode named = json.putObject("queries");
    queries.forEach(
        (name, query) ->
            named
                .putObject(name)
                .put("first_result_seconds", query.firstResultSeconds())
                .put("done_seconds", query.doneSeconds())
                .put("batches", query.batches())
                .put("largest_batch", query.largestBatch())
                .put("dropped", query.dropped())
                .put("done_again", query.doneAgain()));
    return json.toString();
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
