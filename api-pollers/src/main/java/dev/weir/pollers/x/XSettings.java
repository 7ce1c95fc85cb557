package dev.weir.pollers.x;

import dev.weir.ingest.settings.Entries;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code x}: one query of the recent search. X counts and bills each returned post.
 *
 * @param name permanent name of the source
 * @param query as in X's documentation, at most 512 characters; a new query starts a new period of
 *     coverage
 * @param every interval between two polls; default 1 m
 * @param tokenEnv name of the environment variable that holds a bearer token
 * @param url the API's URL, for tests; default X's own
 */
public record XSettings(String name, String query, Duration every, String tokenEnv, String url) {
  private static final int MAX_QUERY = 512;

  public XSettings(
      @Nullable String name,
      @Nullable String query,
      @Nullable Duration every,
      @Nullable String tokenEnv,
      @Nullable String url) {
    if (query == null || query.isBlank() || query.length() > MAX_QUERY) {
      throw new IllegalArgumentException("Expected x.query of 1 to 512 characters, got: " + query);
    }
    if (tokenEnv == null) {
      throw new IllegalArgumentException(
          "Expected x.token-env, the name of the variable with the bearer token, got none");
    }
    this.name = Entries.name("x", name);
    this.query = query;
    this.every = Entries.every("x", every, Duration.ofMillis(1), Duration.ofMinutes(1));
    this.tokenEnv = tokenEnv;
    this.url = url == null ? "https://api.x.com/2/" : url;
    if (!this.url.matches("https?://[^?#\\s]+/")) {
      throw new IllegalArgumentException("Expected x.url to end in /, got: " + url);
    }
  }

  /** The source's id. */
  public String id() {
    return "x/" + name;
  }

  String scope() {
    return URI.create(url).getAuthority().toLowerCase(Locale.ROOT) + "#" + tokenEnv;
  }
}
