package dev.weir.ingest.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;

/**
 * How far a fetch has come.
 *
 * @param url what is asked next
 * @param redirects those that led there
 * @param left how much of the time for the whole fetch is left; waiting for turns does not count
 */
record Journey(HttpUrl url, List<Redirect> redirects, Duration left) {
  Journey {
    redirects = List.copyOf(redirects);
  }

  /** Follows a redirect. */
  Journey on(int status, HttpUrl next, Duration leftThen) {
    List<Redirect> more = new ArrayList<>(redirects);
    more.add(new Redirect(status, url.toString(), next.toString()));
    return new Journey(next, more, leftThen);
  }
}
