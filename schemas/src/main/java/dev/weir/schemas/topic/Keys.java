package dev.weir.schemas.topic;

import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.record.Window;
import java.time.Instant;

/**
 * The keys of the topics: UTF-8 strings, their parts joined by {@code |}. Only the last part may
 * itself hold a {@code |}, so a key tells its parts apart. Times are ISO-8601 in UTC, as {@link
 * Instant#toString()} writes them.
 */
public final class Keys {

  /** Between the parts of a key. */
  public static final String SEPARATOR = "|";

  private Keys() {}

  public static String post(String network, String id) {
    return join(network, id);
  }

  public static String page(String canonicalUrl) {
    return canonicalUrl;
  }

  public static String mention(String canonicalUrl) {
    return canonicalUrl;
  }

  public static String aggregate(
      String query, String metric, Instant windowStart, String dimension) {
    return join(query, metric, windowStart.toString(), dimension);
  }

  public static String aggregate(Aggregate aggregate) {
    return aggregate(
        aggregate.getQuery(),
        aggregate.getMetric(),
        aggregate.getWindowStart(),
        aggregate.getDimension());
  }

  /** What the keys of a query's aggregates and windows begin with. */
  public static String prefix(String query) {
    return query + SEPARATOR;
  }

  public static String window(String query, Instant windowStart) {
    return join(query, windowStart.toString());
  }

  public static String window(Window window) {
    return window(window.getQuery(), window.getWindowStart());
  }

  public static String coverage(String source, String scope, Instant start) {
    return join(source, scope, start.toString());
  }

  public static String coverage(CoverageInterval interval) {
    return coverage(interval.getSource(), interval.getScope(), interval.getStart());
  }

  public static String cursor(String source) {
    return source;
  }

  public static String frontier(String url) {
    return url;
  }

  /**
   * The key of a frontier entry: the URL for what a fetch has left; another for a finding, one for
   * each way that led to the URL, so that compaction never puts a finding in the place of what is
   * known.
   */
  public static String frontier(FrontierEntry entry) {
    if (entry.getLastFetchedAt() != null) {
      return frontier(entry.getUrl());
    }
    String from = entry.getRedirects().isEmpty() ? "" : entry.getRedirects().get(0);
    return "found" + SEPARATOR + from + SEPARATOR + entry.getUrl();
  }

  /** A record of a topic that could not be decoded. */
  public static String deadLetter(String topic, int partition, long offset) {
    return join(topic, Integer.toString(partition), Long.toString(offset));
  }

  /** An item of a source that could not be decoded. */
  public static String deadLetter(String source, String item) {
    return join(source, item);
  }

  /** The key of a dead letter, by its origin. */
  public static String deadLetter(DeadLetter letter) {
    String topic = letter.getTopic();
    Integer partition = letter.getPartition();
    Long offset = letter.getOffset();
    if (topic != null && partition != null && offset != null) {
      return deadLetter(topic, partition, offset);
    }
    String source = letter.getSource();
    String item = letter.getItem();
    if (source == null || item == null) {
      throw new IllegalArgumentException(
          "Expected a dead letter with topic, partition and offset, or with source and item, got: "
              + letter);
    }
    return deadLetter(source, item);
  }

  private static String join(String... parts) {
    for (int i = 0; i < parts.length - 1; i++) {
      if (parts[i].contains(SEPARATOR)) {
        throw new IllegalArgumentException(
            "Expected a key part without '" + SEPARATOR + "', got: " + parts[i]);
      }
    }
    return String.join(SEPARATOR, parts);
  }
}
