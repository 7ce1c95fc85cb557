package dev.weir.ingest.program;

import dev.weir.ingest.source.FrontierIndex;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.source.Source;
import dev.weir.ingest.source.StreamSource;
import dev.weir.schemas.record.FrontierEntry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tries sources once, without publishing anything. A later source sees what an earlier one found
 * for the frontier. For one thread.
 */
final class DryRun {
  private final InstantSource clock;
  private final Duration listen;
  private final FrontierIndex found = new FrontierIndex();

  /**
   * @param listen how long to listen to a stream
   */
  DryRun(InstantSource clock, Duration listen) {
    this.clock = clock;
    this.listen = listen;
  }

  /** The source's results: one of a poll, or what a stream sent in that time. */
  List<PollResult> attempt(Source source) throws IOException, InterruptedException {
    List<PollResult> results =
        source instanceof PollSource poll
            ? List.of(poll.poll(new PollRequest(Optional.empty(), clock.instant(), found)))
            : listen((StreamSource) source);
    results.forEach(result -> result.records().forEach(this::remember));
    return results;
  }

  private void remember(Outgoing record) {
    if (record.value() instanceof FrontierEntry entry && entry.getLastFetchedAt() == null) {
      found.accept(entry);
    }
  }

  private List<PollResult> listen(StreamSource source) throws IOException, InterruptedException {
    List<PollResult> pieces = new ArrayList<>();
    Instant end = clock.instant().plus(listen);
    try {
      source.run(
          Optional.empty(),
          piece -> {
            pieces.add(piece);
            if (clock.instant().isAfter(end)) {
              throw new InterruptedException("Heard enough");
            }
          });
    } catch (InterruptedException e) {
      if (clock.instant().isBefore(end)) {
        throw e;
      }
    }
    return pieces;
  }
}
