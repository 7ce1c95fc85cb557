package dev.weir.scrapers.source;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a feed was left.
 *
 * @param url where it moved for good; absent while it is where the settings say
 * @param etag of the last answer, verbatim
 * @param lastModified of the last answer, verbatim
 * @param until up to when nothing is missing, ISO-8601; absent before the first readable answer
 * @param newest identity of the first item, for people
 * @param items fingerprint of each item of the last answer, by the fingerprint of its identity
 * @param unreadable fingerprint of the last answer that could not be read, so that it becomes one
 *     dead letter only
 */
record FeedPosition(
    @Nullable String url,
    @Nullable String etag,
    @Nullable String lastModified,
    @Nullable String until,
    String newest,
    Map<String, String> items,
    @Nullable String unreadable) {
  static final FeedPosition START = new FeedPosition(null, null, null, null, "", Map.of(), null);

  FeedPosition {
    newest = newest == null ? "" : newest;
    items = items == null ? Map.of() : Map.copyOf(items);
  }
}
