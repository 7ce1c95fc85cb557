package dev.weir.tests.ingest;

import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.source.Source;
import dev.weir.ingest.source.StreamSink;
import dev.weir.ingest.source.StreamSource;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.record.Post;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sources that count: each yields the posts 0, 1, 2, … of its own, so that one lost or doubled is
 * seen at once.
 */
final class Counters {

  static final int BATCH = 7;

  private Counters() {}

  /** Poll sources and one stream source, of so many posts each. */
  static List<Source> sources(int polls, int total, Duration pause) {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < polls; i++) {
      sources.add(new Polled("count/" + i, total, pause));
    }
    sources.add(new Streamed("flow/0", total, pause));
    return sources;
  }

  static Post post(String source, int number) {
    Instant now = Instant.now();
    return Post.newBuilder()
        .setNetwork("test")
        .setId(source + ":" + number)
        .setVersion("1")
        .setOperation("CREATE")
        .setEventTime(now)
        .setObservedAt(now)
        .setSource(source)
        .build();
  }

  private static PollResult batch(String source, int from, int total, Instant now, Next next) {
    List<Outgoing> records = new ArrayList<>();
    int until = Math.min(total, from + BATCH);
    for (int number = from; number < until; number++) {
      records.add(Outgoing.post(post(source, number)));
    }
    String position = Integer.toString(until);
    return PollResult.of(records, position, Completeness.contiguous(now, position), next);
  }

  record Polled(String id, int total, Duration pause) implements PollSource {

    @Override
    public String scope() {
      return id;
    }

    @Override
    public Duration interval() {
      return Duration.ofSeconds(1);
    }

    @Override
    public PollResult poll(PollRequest request) {
      int from = request.position().map(Integer::parseInt).orElse(0);
      Next next = from + BATCH < total ? Next.after(pause) : Next.interval();
      return batch(id, from, total, request.now(), next);
    }
  }

  /** A source with a fault: its posts lack what every post must have. */
  record Broken(String id, String scope) implements PollSource {

    @Override
    public Duration interval() {
      return Duration.ofSeconds(1);
    }

    @Override
    public PollResult poll(PollRequest request) {
      List<Outgoing> records = List.of(Outgoing.of("posts", "broken", new Post()));
      return PollResult.of(records, "1", Completeness.pending(), Next.interval());
    }
  }

  /** A source that never answers. */
  record Silent(String id) implements PollSource {

    @Override
    public String scope() {
      return id;
    }

    @Override
    public Duration interval() {
      return Duration.ofSeconds(1);
    }

    @Override
    public PollResult poll(PollRequest request) throws IOException {
      throw new IOException("no answer from " + id);
    }
  }

  /** A source whose position is too large for any topic. */
  record Bloated(String id, String scope) implements PollSource {

    @Override
    public Duration interval() {
      return Duration.ofSeconds(1);
    }

    @Override
    public PollResult poll(PollRequest request) {
      String position = "x".repeat(5_450_000);
      return PollResult.of(
          List.of(Outgoing.post(post(id, 0))),
          position,
          Completeness.contiguous(request.now(), "1"),
          Next.interval());
    }
  }

  /** Finds URLs of its domain, and then fetches what is due, one a poll. */
  record Fetching(String id, String scope, int urls) implements PollSource {

    @Override
    public Duration interval() {
      return Duration.ofSeconds(1);
    }

    @Override
    public PollResult poll(PollRequest request) {
      Instant now = request.now();
      List<FrontierEntry> due = request.frontier().due(scope, now, 1);
      if (request.position().isEmpty()) {
        List<Outgoing> found = new ArrayList<>();
        for (int number = 0; number < urls; number++) {
          found.add(Outgoing.frontier(entry("http://" + scope + "/" + number, now)));
        }
        return PollResult.of(found, "found", Completeness.pending(), Next.immediately());
      }
      if (due.isEmpty()) {
        return PollResult.nothing(Next.interval());
      }
      FrontierEntry fetched = entry(due.get(0).getUrl(), now);
      fetched.setLastFetchedAt(now);
      fetched.setNextFetchAt(now.plus(Duration.ofDays(1)));
      return PollResult.of(
          List.of(Outgoing.frontier(fetched)),
          "fetching",
          Completeness.pending(),
          Next.immediately());
    }

    private FrontierEntry entry(String url, Instant now) {
      return FrontierEntry.newBuilder()
          .setUrl(url)
          .setDomain(scope)
          .setDiscoveredBy(id)
          .setDiscoveredAt(now)
          .setNextFetchAt(now)
          .setPriority(0)
          .build();
    }
  }

  record Streamed(String id, int total, Duration pause) implements StreamSource {

    @Override
    public String scope() {
      return id;
    }

    @Override
    public void run(Optional<String> position, StreamSink sink) throws InterruptedException {
      int from = position.map(Integer::parseInt).orElse(0);
      while (true) {
        Next next = Next.interval();
        // Until all is told, the stream stays behind the present, so that a run of once goes on.
        Instant until = from + BATCH < total ? Instant.EPOCH : Instant.now();
        sink.emit(batch(id, from, total, until, next));
        from = Math.min(total, from + BATCH);
        Thread.sleep(pause.toMillis() + 1);
      }
    }
  }
}
