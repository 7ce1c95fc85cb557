package dev.weir.pollers.mastodon;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.ingest.http.HttpRequest;
import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.http.Redirects;
import dev.weir.ingest.url.Domains;
import dev.weir.pollers.JsonItems;
import dev.weir.pollers.MalformedItemException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where an instance streams: at an address that it states itself, since many have a host of its own
 * for it. One of another registrable domain is not believed, because the token would go there.
 *
 * @see <a href="https://docs.joinmastodon.org/entities/Instance/">Instance, {@code
 *     configuration.urls.streaming}</a>
 * @see <a href="https://docs.joinmastodon.org/methods/streaming/#websocket">Streaming by
 *     WebSocket</a>
 */
final class StreamAddress {
  private final MastodonSettings settings;
  private final MastodonTimelineSource.Fetcher fetcher;

  StreamAddress(MastodonSettings settings, MastodonTimelineSource.Fetcher fetcher) {
    this.settings = settings;
    this.fetcher = fetcher;
  }

  /** Asks the instance; its own host where it does not say. */
  String find() throws InterruptedException {
    String own = settings.url().replaceFirst("^http", "ws");
    String base = stated("/api/v2/instance", "/configuration/urls/streaming").orElse(own);
    return base.replaceFirst("/+$", "") + "/api/v1/streaming?" + stream();
  }

  private Optional<String> stated(String path, String pointer) throws InterruptedException {
    HttpResult result =
        fetcher.fetch(
            HttpRequest.of(settings.url() + path)
                .withAccept("application/json")
                .withRedirects(Redirects.WITHIN_DOMAIN));
    if (!(result instanceof HttpResult.Success success)) {
      return Optional.empty();
    }
    try {
      JsonNode json = JsonItems.read(success.body().bytes());
      return Optional.of(json.at(pointer).asText("")).filter(this::isOwn);
    } catch (MalformedItemException e) {
      return Optional.empty();
    }
  }

  private boolean isOwn(String url) {
    Optional<String> domain = Domains.ofUrl(url.replaceFirst("^ws", "http"));
    boolean secure = url.startsWith("wss:") || settings.url().startsWith("http:");
    return url.matches("wss?://[^?#\\s]+")
        && secure
        && domain.isPresent()
        && domain.equals(Domains.ofUrl(settings.url()));
  }

  private String stream() {
    return settings.isTag()
        ? "stream=hashtag&tag="
            + URLEncoder.encode(settings.timeline().substring(4), StandardCharsets.UTF_8)
        : "stream=public";
  }
}
