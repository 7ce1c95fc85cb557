package dev.weir.schemas.settings;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code time} of the settings file.
 *
 * @param window length of the tumbling windows; 1 m
 * @param allowedLateness how long after an event its observation still counts live; 10 m
 * @param skew how far an event may lie ahead of its observation; 5 m
 * @param margin what the watermark's delay has beyond the allowed lateness, for the skew between
 *     partitions; 2 m
 * @param sessionGap silence that ends a discussion; 30 m
 * @param joinWindow how far apart a post and the page it links to may lie; 24 h
 * @param hopSize length of the hopping windows; 15 m
 * @param hopSlide from one hopping window to the next; 1 m
 */
public record TimeSettings(
    Duration window,
    Duration allowedLateness,
    Duration skew,
    Duration margin,
    Duration sessionGap,
    Duration joinWindow,
    Duration hopSize,
    Duration hopSlide) {

  public TimeSettings(
      @Nullable Duration window,
      @Nullable Duration allowedLateness,
      @Nullable Duration skew,
      @Nullable Duration margin,
      @Nullable Duration sessionGap,
      @Nullable Duration joinWindow,
      @Nullable Duration hopSize,
      @Nullable Duration hopSlide) {
    this.window = positive("window", window, Duration.ofMinutes(1));
    this.allowedLateness = notNegative("allowed-lateness", allowedLateness, Duration.ofMinutes(10));
    this.skew = notNegative("skew", skew, Duration.ofMinutes(5));
    this.margin = notNegative("margin", margin, Duration.ofMinutes(2));
    this.sessionGap = positive("session-gap", sessionGap, Duration.ofMinutes(30));
    this.joinWindow = positive("join-window", joinWindow, Duration.ofHours(24));
    this.hopSize = positive("hop-size", hopSize, Duration.ofMinutes(15));
    this.hopSlide = positive("hop-slide", hopSlide, Duration.ofMinutes(1));
    if (this.hopSize.toMillis() % this.hopSlide.toMillis() != 0) {
      throw new IllegalArgumentException(
          "Expected time.hop-size to be a multiple of time.hop-slide, got: "
              + Durations.format(this.hopSize)
              + " and "
              + Durations.format(this.hopSlide));
    }
  }

  /** The defaults. */
  public static TimeSettings defaults() {
    return new TimeSettings(null, null, null, null, null, null, null, null);
  }

  /**
   * The settings in milliseconds by key, in the order of the parameters, as records and checkpoints
   * keep them.
   */
  public Map<String, Long> toMillis() {
    Map<String, Long> millis = new LinkedHashMap<>();
    millis.put("window", window.toMillis());
    millis.put("allowed-lateness", allowedLateness.toMillis());
    millis.put("skew", skew.toMillis());
    millis.put("margin", margin.toMillis());
    millis.put("session-gap", sessionGap.toMillis());
    millis.put("join-window", joinWindow.toMillis());
    millis.put("hop-size", hopSize.toMillis());
    millis.put("hop-slide", hopSlide.toMillis());
    return millis;
  }

  /**
   * The settings that {@link #toMillis} was made of.
   *
   * @param millis by key; a key that is missing stands for these settings' own value, an unknown
   *     one is ignored
   */
  public TimeSettings withMillis(Map<String, Long> millis) {
    return new TimeSettings(
        kept(millis, "window", window),
        kept(millis, "allowed-lateness", allowedLateness),
        kept(millis, "skew", skew),
        kept(millis, "margin", margin),
        kept(millis, "session-gap", sessionGap),
        kept(millis, "join-window", joinWindow),
        kept(millis, "hop-size", hopSize),
        kept(millis, "hop-slide", hopSlide));
  }

  private static Duration kept(Map<String, Long> millis, String key, Duration fallback) {
    Long value = millis.get(key);
    return value == null ? fallback : Duration.ofMillis(value);
  }

  /**
   * Whether a row counts live. A pure function of its two times and these settings, never of the
   * batch or the clock, so that a recomputation from the history says the same.
   */
  public TimeStatus status(Instant event, Instant observed) {
    if (event.isBefore(observed.minus(allowedLateness))) {
      return TimeStatus.LATE;
    }
    return event.isAfter(observed.plus(skew)) ? TimeStatus.FUTURE : TimeStatus.OK;
  }

  /**
   * Refuses a source that is asked so rarely that what it finds may be late when it is observed,
   * and then never counts live. Not for feeds and sitemaps: a page's time is its first observation.
   *
   * @param section the settings' section with the source, such as {@code mastodon}
   * @param name the source's name in it
   * @param every how often it is asked
   * @throws SettingsException naming key, source and both durations
   */
  public void requireInTime(String section, String name, Duration every) {
    if (every.compareTo(allowedLateness) > 0) {
      throw new SettingsException(
          "%1$s.every: Expected %1$s/%2$s to be polled within time.allowed-lateness (%3$s), got: every %4$s"
              .formatted(
                  section, name, Durations.format(allowedLateness), Durations.format(every)));
    }
  }

  /**
   * Refuses a source that vouches for a time only after the windows of that time are final: they
   * would count it as unknown for ever, and what arrives late would never count live.
   *
   * @param section the settings' section with the source, such as {@code mastodon}
   * @param name the source's name in it
   * @param horizon how far its claims stay behind the present
   * @throws SettingsException naming both keys, the source and both durations
   */
  public void requireHorizonInTime(String section, String name, Duration horizon) {
    if (horizon.compareTo(allowedLateness) > 0) {
      throw new SettingsException(
          "%1$s.horizon: Expected the horizon of %1$s/%2$s to be at most time.allowed-lateness (%3$s), got: %4$s. Lower %1$s.horizon, or raise time.allowed-lateness"
              .formatted(
                  section, name, Durations.format(allowedLateness), Durations.format(horizon)));
    }
  }

  /** The watermark's delay: allowed lateness and margin. */
  public Duration watermarkDelay() {
    return allowedLateness.plus(margin);
  }

  private static Duration positive(String key, @Nullable Duration value, Duration fallback) {
    if (value != null && value.isZero()) {
      throw new IllegalArgumentException("Expected time." + key + " above 0s, got: 0s");
    }
    return notNegative(key, value, fallback);
  }

  private static Duration notNegative(String key, @Nullable Duration value, Duration fallback) {
    if (value != null && value.isNegative()) {
      throw new IllegalArgumentException("Expected time." + key + " of at least 0s, got: " + value);
    }
    return value == null ? fallback : value;
  }
}
