package dev.weir.ingest.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;

/**
 * The progress of a fetch.
 *
 * @param url the next URL to request
 * @param redirects those that led there
 * @param left remaining time for the whole fetch; waiting for turns does not count
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
