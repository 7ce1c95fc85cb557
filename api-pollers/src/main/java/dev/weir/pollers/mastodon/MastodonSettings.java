package dev.weir.pollers.mastodon;

import dev.weir.ingest.settings.Entries;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code mastodon}: one timeline of one instance.
 *
 * @param name lasting name of the source
 * @param url the instance's address, without a path
 * @param timeline {@code public} or {@code tag/NAME}; public unless set
 * @param every how often to ask; 15 s unless set
 * @param horizon how long after it was written a status may arrive and still be read; 10 min unless
 *     set. The timeline counts as whole up to this long ago
 * @param tokenEnv name of the environment variable that holds an access token; none is sent unless
 *     set
 */
public record MastodonSettings(
    String name,
    String url,
    String timeline,
    Duration every,
    Duration horizon,
    @Nullable String tokenEnv) {

  public MastodonSettings(
      @Nullable String name,
      @Nullable String url,
      @Nullable String timeline,
      @Nullable Duration every,
      @Nullable Duration horizon,
      @Nullable String tokenEnv) {
    if (url == null || !url.matches("https?://[^/?#\\s]+/?")) {
      throw new IllegalArgumentException(
          "Expected mastodon.url such as https://mastodon.example, got: " + url);
    }
    this.name = Entries.name("mastodon", name);
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.timeline = timeline == null ? "public" : timeline;
    if (!this.timeline.equals("public") && !this.timeline.matches("tag/[^/?#\\s]+")) {
      throw new IllegalArgumentException(
          "Expected mastodon.timeline to be public or tag/NAME, got: " + timeline);
    }
    this.every = Entries.every("mastodon", every, Duration.ofMillis(1), Duration.ofSeconds(15));
    this.horizon = horizon == null ? Duration.ofMinutes(10) : horizon;
    if (this.horizon.isNegative()) {
      throw new IllegalArgumentException(
          "Expected mastodon.horizon of at least 0s, got: " + horizon);
    }
    this.tokenEnv = tokenEnv;
  }

  boolean isTag() {
    return timeline.startsWith("tag/");
  }

  /** The source's id. */
  public String id() {
    return "mastodon/" + name;
  }

  /** Host and, where one is used, credential: what the instance counts requests by. */
  String scope() {
    String host = URI.create(url).getAuthority().toLowerCase(Locale.ROOT);
    return tokenEnv == null ? host : host + "#" + tokenEnv;
  }

  /** The timeline's address, with the longest page that all servers give. */
  String pages() {
    String path =
        isTag()
            ? "tag/" + URLEncoder.encode(timeline.substring(4), StandardCharsets.UTF_8)
            : timeline;
    return url + "/api/v1/timelines/" + path + "?limit=40";
  }

  public Optional<String> credential() {
    return Optional.ofNullable(tokenEnv);
  }
}
