package dev.weir.ingest.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * Fetches that wait, after a redirect, for the turn of the next domain, so that the first domain is
 * not requested again for each wait. Bounded; a fetch that was evicted starts again. Thread-safe.
 */
final class Journeys {
  private static final int MOST = 10_000;

  private final Map<HttpRequest, Journey> waiting =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<HttpRequest, Journey> eldest) {
          return size() > MOST;
        }
      };

  /** The progress of the request, else its start. */
  synchronized Journey resume(HttpRequest request, HttpUrl start, Duration timeout) {
    Journey journey = waiting.remove(request);
    return journey == null ? new Journey(start, List.of(), timeout) : journey;
  }

  /** Remembers a request that will be made again. */
  synchronized void interrupt(HttpRequest request, Journey journey) {
    if (!journey.redirects().isEmpty()) {
      waiting.put(request, journey);
    }
  }
}
