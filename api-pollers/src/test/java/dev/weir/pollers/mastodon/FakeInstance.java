package dev.weir.pollers.mastodon;

import dev.weir.ingest.http.HttpHeaders;
import dev.weir.ingest.http.HttpRequest;
import dev.weir.ingest.http.HttpResult;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * An instance of Mastodon with one timeline, whose pages are as the documents say. Its ids have no
 * order of their own.
 */
final class FakeInstance implements MastodonTimelineSource.Fetcher {
  private static final String STATUS =
      """
      {"id": "%1$s", "uri": "https://town.test/%1$s", "created_at": "%2$s", "edited_at": %3$s, "content": "<p>%4$s</p>",
       "account": {"acct": "ada", "url": "https://town.test/@ada"}, "tags": [], "mentions": []}""";

  record Toot(String id, String json) {}

  final List<Toot> timeline = new ArrayList<>();
  final List<HttpRequest> requests = new ArrayList<>();
  final Deque<HttpResult> answersInStead = new ArrayDeque<>();
  boolean repeatsPages;
  boolean ignoresMinId;

  /** What happens in the world before each answer. */
  Runnable meanwhile = () -> {};

  private String lastPage = "[]";
  private final Map<String, String> placeOfDeleted = new HashMap<>();
  private int forgotten;

  String post(Instant created) {
    return post(UUID.randomUUID().toString(), created);
  }

  synchronized String post(String id, Instant created) {
    timeline.add(new Toot(id, STATUS.formatted(id, created, "null", "Hello")));
    return id;
  }

  /** A status of another server: it lies behind this many newer ones. */
  synchronized String postBehind(int newer, Instant created) {
    String id = UUID.randomUUID().toString();
    int index = Math.max(0, timeline.size() - newer);
    timeline.add(index, new Toot(id, STATUS.formatted(id, created, "null", "Hello")));
    return id;
  }

  void raw(String id, String json) {
    timeline.add(new Toot(id, json));
  }

  synchronized void edit(String id, Instant created, Instant edited) {
    timeline.replaceAll(
        toot ->
            toot.id().equals(id)
                ? new Toot(id, STATUS.formatted(id, created, "\"" + edited + "\"", "Edited"))
                : toot);
  }

  /** Deletes a status, but knows its place still, as a server does whose ids are in order. */
  void delete(String id) {
    int index = index(id);
    if (index >= 0 && timeline.get(index).id().equals(id)) {
      timeline.remove(index);
      placeOfDeleted.put(id, index == 0 ? "" : timeline.get(index - 1).id());
    }
  }

  /** Keeps only the newest, and knows of the others that they are older. */
  void keep(int count) {
    forgotten += timeline.size() - count;
    timeline.subList(0, timeline.size() - count).clear();
  }

  /** Gives all ids anew: those known before are foreign. */
  void rebuild() {
    List<Toot> renamed = timeline.stream().map(toot -> renamed(toot)).collect(Collectors.toList());
    timeline.clear();
    placeOfDeleted.clear();
    timeline.addAll(renamed);
    forgotten = 0;
  }

  private static Toot renamed(Toot toot) {
    String id = UUID.randomUUID().toString();
    return new Toot(id, toot.json().replace(toot.id(), id));
  }

  @Override
  public synchronized HttpResult fetch(HttpRequest request) {
    requests.add(request);
    meanwhile.run();
    if (request.url().endsWith("/api/v2/instance") && answersInStead.isEmpty()) {
      return success("{}", Map.of());
    }
    if (!answersInStead.isEmpty()) {
      return answersInStead.remove();
    }
    String page = repeatsPages ? lastPage : page(URI.create(request.url()).getQuery());
    lastPage = page;
    return success(page, Map.of());
  }

  static HttpResult success(String body, Map<String, List<String>> headers) {
    return new HttpResult.Success(
        200,
        new HttpHeaders(headers),
        new HttpResult.Body(body.getBytes(StandardCharsets.UTF_8)),
        "http://town.test/",
        List.of());
  }

  static HttpResult status(int status, String body, Map<String, List<String>> headers) {
    return new HttpResult.Status(
        status,
        new HttpHeaders(headers),
        Optional.empty(),
        Optional.empty(),
        new HttpResult.Body(body.getBytes(StandardCharsets.UTF_8)),
        "http://town.test/",
        List.of());
  }

  private String page(String query) {
    List<Toot> page = new ArrayList<>();
    if (query.contains("min_id=") && !ignoresMinId) {
      String id = query.replaceAll(".*min_id=([^&]*).*", "$1");
      int index = index(id);
      boolean known =
          index >= 0 || placeOfDeleted.containsKey(id) || id.equals("0") || forgotten > 0;
      page.addAll(
          known ? timeline.subList(index + 1, Math.min(timeline.size(), index + 41)) : List.of());
    } else {
      int end =
          query.contains("max_id=")
              ? Math.max(0, index(query.replaceAll(".*max_id=([^&]*).*", "$1")))
              : timeline.size();
      page.addAll(timeline.subList(Math.max(0, end - 40), end));
    }
    Collections.reverse(page);
    return page.stream().map(Toot::json).collect(Collectors.joining(",\n", "[", "]"));
  }

  private int index(String id) {
    for (int i = 0; i < timeline.size(); i++) {
      if (timeline.get(i).id().equals(id)) {
        return i;
      }
    }
    String place = placeOfDeleted.get(id);
    return place == null ? -1 : index(place);
  }
}
