package dev.weir.scrapers.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a feed was left.
 *
 * @param configured the URL in the settings that this position belongs to
 * @param url where it moved permanently; absent while it is the configured URL
 * @param answeredBy the URL that the last readable response and its validators came from
 * @param etag of the last response, verbatim
 * @param lastModified of the last response, verbatim
 * @param until up to when nothing is missing, ISO-8601; absent before the first readable response
 * @param newest identity of the first item, for people
 * @param oldest the oldest date among the items, ISO-8601
 * @param items fingerprint of each item of the last response by its key, in the feed's order
 * @param dates publication time of each item of the last response by its key, in seconds since
 *     1970; items without one are omitted
 * @param cut whether the last response had more items than are read
 * @param unreadable fingerprint of the last response that could not be read, so that it becomes one
 *     dead letter only
 */
record FeedPosition(
    @Nullable String configured,
    @Nullable String url,
    @Nullable String answeredBy,
    @Nullable String etag,
    @Nullable String lastModified,
    @Nullable String until,
    String newest,
    @Nullable String oldest,
    Map<String, String> items,
    Map<String, Long> dates,
    boolean cut,
    @Nullable String unreadable) {
  static final FeedPosition START =
      new FeedPosition(
          null, null, null, null, null, null, "", null, Map.of(), Map.of(), false, null);

  FeedPosition {
    newest = newest == null ? "" : newest;
    items = items == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(items));
    dates = dates == null ? Map.of() : Map.copyOf(dates);
  }

  /**
   * The position for a URL of the settings. If the URL is a new one, redirects and validators are
   * dropped; the items stay, so that none is found twice.
   */
  FeedPosition at(String address) {
    return address.equals(configured) ? this : forgotten(address);
  }

  /** Without validators, to force a full response. */
  FeedPosition forgotten(String address) {
    return new FeedPosition(
        address, null, null, null, null, until, newest, oldest, items, dates, cut, unreadable);
  }

  /** For the same response at a later time. */
  FeedPosition unchanged(@Nullable String movedTo, String now) {
    return new FeedPosition(
        configured,
        movedTo,
        answeredBy,
        etag,
        lastModified,
        now,
        newest,
        oldest,
        items,
        dates,
        cut,
        null);
  }

  FeedPosition withUnreadable(String hash) {
    return new FeedPosition(
        configured,
        url,
        answeredBy,
        etag,
        lastModified,
        until,
        newest,
        oldest,
        items,
        dates,
        cut,
        hash);
  }
}
