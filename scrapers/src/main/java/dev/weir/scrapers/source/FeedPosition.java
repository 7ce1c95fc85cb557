package dev.weir.scrapers.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a feed was left.
 *
 * @param configured the address in the settings that all of this belongs to
 * @param url where it moved for good; absent while it is where the settings say
 * @param answeredBy the address that the last readable answer came from, and its validators
 * @param etag of the last answer, verbatim
 * @param lastModified of the last answer, verbatim
 * @param until up to when nothing is missing, ISO-8601; absent before the first readable answer
 * @param newest identity of the first item, for people
 * @param oldest the oldest date among the items, ISO-8601
 * @param items fingerprint of each item of the last answer by its key, in the feed's order
 * @param dates when each item of the last answer says to have been published, by its key, in
 *     seconds since 1970; those that do not say are left out
 * @param cut whether the last answer had more items than are read
 * @param unreadable fingerprint of the last answer that could not be read, so that it becomes one
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
   * The position under an address of the settings. What was learnt of another address (where it
   * moved, validators) is forgotten; the items stay, so that none is found twice.
   */
  FeedPosition at(String address) {
    return address.equals(configured) ? this : forgotten(address);
  }

  /** Without what the server said, to ask anew. */
  FeedPosition forgotten(String address) {
    return new FeedPosition(
        address, null, null, null, null, until, newest, oldest, items, dates, cut, unreadable);
  }

  /** Of the same answer, at a later time. */
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
