package dev.weir.pollers.bluesky;

import dev.weir.ingest.http.WebSocket;
import dev.weir.ingest.http.WebSocketListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A Jetstream that sends what it has from the cursor on, and then closes, or stays open. */
final class FakeJetstream implements JetstreamSource.Connector {
  static final String POST =
      """
      {"did": "did:plc:ada", "time_us": %1$d, "kind": "commit", "commit": {"rev": "r%1$d", "operation": "create", \
      "collection": "app.bsky.feed.post", "rkey": "k%1$d", "record": {"createdAt": "2026-03-01T12:00:00Z", "text": "Hi"}}}""";

  record Event(long time, String json) {}

  final List<Event> events = new ArrayList<>();
  final List<String> addresses = new ArrayList<>();
  final AtomicInteger aborted = new AtomicInteger();
  boolean staysOpen;
  boolean answersPings = true;

  void post(long time) {
    events.add(new Event(time, POST.formatted(time)));
  }

  @Override
  public WebSocket connect(String url, WebSocketListener listener) {
    addresses.add(url);
    boolean replay = url.contains("cursor=");
    long cursor = replay ? Long.parseLong(url.replaceAll(".*cursor=", "")) : Long.MIN_VALUE;
    List<Event> sent = events.stream().filter(event -> event.time() >= cursor).toList();
    Thread thread =
        new Thread(
            () -> {
              listener.opened();
              sent.forEach(event -> listener.text(event.json()));
              if (!staysOpen) {
                listener.closed(1001, "quiet");
              }
            });
    thread.setDaemon(true);
    thread.start();
    AtomicInteger pings = new AtomicInteger();
    return new WebSocket() {
      @Override
      public int answeredPings() {
        return answersPings ? pings.incrementAndGet() : 0;
      }

      @Override
      public void close() {
        aborted.incrementAndGet();
      }

      @Override
      public void abort() {
        aborted.incrementAndGet();
      }
    };
  }
}
