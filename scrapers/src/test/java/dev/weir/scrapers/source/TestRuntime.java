package dev.weir.scrapers.source;

import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.FrontierIndex;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.record.Page;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the runtime does for sources, without Kafka: positions, the frontier, and what was
 * published.
 */
public final class TestRuntime implements InstantSource {
  final FrontierIndex frontier = new FrontierIndex();
  final List<Page> pages = new ArrayList<>();
  final List<DeadLetter> deadLetters = new ArrayList<>();
  final List<FrontierEntry> findings = new ArrayList<>();
  final List<Completeness> extents = new ArrayList<>();
  private final Map<String, String> positions = new HashMap<>();
  private Instant now = Instant.parse("2026-11-01T12:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration duration) {
    now = now.plus(duration);
  }

  Optional<String> position(PollSource source) {
    return Optional.ofNullable(positions.get(source.id()));
  }

  /** Polls once, half a second later. */
  PollResult poll(PollSource source) throws IOException, InterruptedException {
    pass(Duration.ofMillis(500));
    PollResult result = source.poll(new PollRequest(position(source), now, frontier));
    result.nextPosition().ifPresent(position -> positions.put(source.id(), position));
    extents.add(result.extent());
    result.records().forEach(this::accept);
    return result;
  }

  /** Polls until nothing is due any more. */
  void drain(PollSource source) throws IOException, InterruptedException {
    for (int i = 0; i < 100; i++) {
      if (frontier.due(source.scope(), now.plusMillis(500), 1).isEmpty()) {
        return;
      }
      poll(source);
    }
    throw new IllegalStateException("Expected the frontier to run dry");
  }

  void find(String url) {
    new DiscoveredUrls(Set.of("gazette.test", "herald.test", "go.test"))
        .of(url, DiscoveredUrls.Kind.KNOWN, "mastodon/town", now)
        .ifPresent(this::accept);
  }

  void findNews(String url) {
    new DiscoveredUrls(Set.of("gazette.test", "herald.test", "go.test"))
        .of(url, DiscoveredUrls.Kind.NEWS, "feed/gazette", now)
        .ifPresent(this::accept);
  }

  Page lastPage() {
    return pages.get(pages.size() - 1);
  }

  FrontierEntry entry(String url) {
    return frontier.get(url).orElseThrow();
  }

  private void accept(Outgoing record) {
    if (record.value() instanceof Page page) {
      pages.add(page);
    } else if (record.value() instanceof DeadLetter letter) {
      deadLetters.add(letter);
    } else if (record.value() instanceof FrontierEntry entry) {
      frontier.accept(entry);
      if (entry.getLastFetchedAt() == null) {
        findings.add(entry);
      }
    }
  }
}
