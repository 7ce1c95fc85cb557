package dev.weir.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.simulator.corpus.Corpus;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The recordings as hosts: an index, the pages, the feeds, and the Mastodon payloads as timelines.
 * What is recorded is served as it is, and no fault strikes.
 */
final class CorpusHost implements VirtualHost {
  private static final String TAG = "/api/v1/timelines/tag/";

  private final Simulation simulation;
  private final Corpus corpus;

  CorpusHost(Simulation simulation, Corpus corpus) {
    this.simulation = simulation;
    this.corpus = corpus;
  }

  /** Whether the host is one of the recordings'; the Jetstream's apart. */
  static boolean owns(String host) {
    return host.equals(Corpus.INDEX)
        || host.equals(Corpus.FEEDS)
        || host.equals(Corpus.MASTODON)
        || host.equals(Corpus.PAGES)
        || host.endsWith("." + Corpus.PAGES);
  }

  @Override
  public boolean faulty(Request request) {
    return false;
  }

  @Override
  public Reply answer(Request request) {
    if (request.path().equals("/robots.txt")) {
      return Reply.of(200, "text/plain", "User-agent: *\nAllow: /\n");
    }
    try {
      return switch (request.host()) {
        case Corpus.INDEX, Corpus.PAGES -> index(request);
        case Corpus.FEEDS -> feed(request);
        case Corpus.MASTODON -> timeline(request);
        default -> page(request);
      };
    } catch (IOException e) {
      return Reply.of(500, "text/plain", "Expected a readable recording, got: " + e);
    }
  }

  private Reply index(Request request) {
    return switch (request.path()) {
      case "/" -> Reply.of(200, "text/html; charset=utf-8", CorpusIndex.html(corpus));
      case "/feed.xml" ->
          Reply.of(200, "application/rss+xml; charset=utf-8", CorpusIndex.rss(corpus));
      case "/sitemap.xml" -> Reply.of(200, "application/xml", CorpusIndex.sitemap(corpus));
      default -> Reply.notFound();
    };
  }

  private Reply page(Request request) throws IOException {
    String host = request.host();
    String name = host.substring(0, host.length() - Corpus.PAGES.length() - 1);
    Optional<byte[]> page = request.path().equals("/") ? corpus.page(name) : Optional.empty();
    return page.map(body -> recorded("text/html; charset=utf-8", body, "page", name))
        .orElseGet(Reply::notFound);
  }

  private Reply feed(Request request) throws IOException {
    String path = request.path();
    return corpus
        .feed(path)
        .map(body -> recorded(Corpus.feedType(path), body, "feed", path))
        .orElseGet(Reply::notFound);
  }

  private Reply timeline(Request request) {
    String name =
        request.path().startsWith(TAG) ? request.path().substring(TAG.length()) : "public_timeline";
    List<JsonNode> statuses = corpus.timelines().get(name);
    if (statuses == null) {
      return Reply.json(404, "{\"error\":\"Record not found\"}");
    }
    List<JsonNode> page = statuses.subList(0, position(statuses, request, "min_id"));
    int below = position(page, request, "max_id");
    if (request.parameter("max_id").isPresent()) {
      page = page.subList(Math.min(page.size(), below + 1), page.size());
    }
    int limit = Math.min(40, request.parameter("limit").map(Integer::parseInt).orElse(20));
    int from = request.parameter("min_id").isPresent() ? Math.max(0, page.size() - limit) : 0;
    page = page.subList(from, Math.min(page.size(), from + limit));
    return page.isEmpty() ? Reply.json(200, "[]") : linked(request, name, page);
  }

  private Reply linked(Request request, String name, List<JsonNode> page) {
    ArrayNode body = JsonNodeFactory.instance.arrayNode().addAll(page);
    String base = "http://" + Corpus.MASTODON + request.path();
    String first = page.get(0).path("id").asText();
    String last = page.get(page.size() - 1).path("id").asText();
    return Reply.json(200, body)
        .with(
            "Link",
            "<%s?max_id=%s>; rel=\"next\", <%s?min_id=%s>; rel=\"prev\""
                .formatted(base, last, base, first))
        .onServed((response, at) -> served(name, page, response, at));
  }

  private void served(String name, List<JsonNode> page, long response, Instant at) {
    List<JsonNode> all = corpus.timelines().getOrDefault(name, List.of());
    for (int i = 0; i < all.size(); i++) {
      JsonNode status = all.get(i);
      if (page.contains(status)) {
        simulation.witness.recorded("status", name + "/" + (i + 1), response, at);
      }
    }
  }

  /** Position of the status that the parameter names; the end where it names none. */
  private static int position(List<JsonNode> statuses, Request request, String parameter) {
    Optional<String> id = request.parameter(parameter);
    for (int i = 0; id.isPresent() && i < statuses.size(); i++) {
      if (statuses.get(i).path("id").asText().equals(id.get())) {
        return i;
      }
    }
    return statuses.size();
  }

  private Reply recorded(String contentType, byte[] body, String type, String name) {
    return new Reply(
        200,
        Map.of("Content-Type", contentType),
        body,
        (response, at) -> simulation.witness.recorded(type, name, response, at));
  }
}
