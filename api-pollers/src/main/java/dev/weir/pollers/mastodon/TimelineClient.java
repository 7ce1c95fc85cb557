package dev.weir.pollers.mastodon;

import dev.weir.ingest.http.HttpRequest;
import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.http.Redirects;
import dev.weir.ingest.source.SourceRefusedException;
import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.pollers.JsonApi;
import dev.weir.pollers.Origin;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks for pages of a timeline.
 *
 * @see <a href="https://docs.joinmastodon.org/api/guidelines/#pagination">Pagination</a>
 */
final class TimelineClient {
  /** What an instance answers whose timelines are not for everybody. */
  private static final Set<Integer> LOG_IN = Set.of(401, 403, 422);

  private final MastodonSettings settings;
  private final Optional<String> token;
  private final MastodonTimelineSource.Fetcher fetcher;
  private final InstantSource clock;
  private final MastodonParser parser;

  TimelineClient(
      MastodonSettings settings,
      Optional<String> token,
      MastodonTimelineSource.Fetcher fetcher,
      InstantSource clock) {
    this.settings = settings;
    this.token = token;
    this.fetcher = fetcher;
    this.clock = clock;
    this.parser = new MastodonParser(Optional.of(settings.url()), UrlNormalizer::normalize);
  }

  MastodonParser parser() {
    return parser;
  }

  /**
   * A page.
   *
   * @param pause how long to leave the server alone now; zero mostly
   */
  record Page(TimelinePage content, Instant arrived, Duration pause) {}

  /** The newest page. */
  Page newest() throws IOException, InterruptedException {
    return page("");
  }

  /** The page right behind a status, in time. */
  Page behind(String id) throws IOException, InterruptedException {
    return page("&min_id=" + encoded(id));
  }

  /** The page right before a status. */
  Page before(String id) throws IOException, InterruptedException {
    return page("&max_id=" + encoded(id));
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  private Page page(String cursor) throws IOException, InterruptedException {
    String url = settings.pages() + cursor;
    HttpRequest plain =
        HttpRequest.of(url).withAccept("application/json").withRedirects(Redirects.WITHIN_DOMAIN);
    HttpRequest request =
        token.map(secret -> plain.withHeader("Authorization", "Bearer " + secret)).orElse(plain);
    HttpResult result = fetcher.fetch(request);
    Instant arrived = clock.instant();
    if (settings.isTag() && result instanceof HttpResult.Status status && status.status() == 404) {
      // Nobody has used the tag there yet.
      return new Page(new TimelinePage(List.of()), arrived, Duration.ZERO);
    }
    JsonApi.Answer answer = answer(result, url, arrived);
    if (answer instanceof JsonApi.Content content) {
      return new Page(
          TimelinePage.read(content.body(), parser, new Origin(settings.id(), arrived)),
          arrived,
          content.pause());
    }
    throw new WaitException(((JsonApi.Later) answer).delay());
  }

  private JsonApi.Answer answer(HttpResult result, String url, Instant arrived) throws IOException {
    try {
      return JsonApi.read(result, url, arrived);
    } catch (SourceRefusedException e) {
      boolean anonymous =
          token.isEmpty()
              && result instanceof HttpResult.Status status
              && LOG_IN.contains(status.status());
      if (anonymous) {
        throw new SourceRefusedException(
            e.getMessage()
                + ". The instance may show this timeline only to people who are logged in: set token-env of "
                + settings.id());
      }
      throw e;
    }
  }

  /** The server asks to come back later; whatever the poll was about starts anew then. */
  static final class WaitException extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient Duration delay;

    WaitException(Duration delay) {
      super("Come back later");
      this.delay = delay;
    }

    Duration delay() {
      return delay;
    }
  }
}
