package dev.weir.infra.cli.data;

import dev.weir.infra.history.HistoryQuery;
import dev.weir.infra.stream.StartAt;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which part of the history is meant. */
final class RangeOptions {
  @Option(
      names = "--snapshot",
      paramLabel = "ID",
      description = "The table as of this snapshot (see 'history snapshots').")
  private @Nullable Long snapshot;

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description =
          "All tables as they were at a time: 2026-11-01T12:00:00Z, 2026-11-01 or 10m (ago).")
  private @Nullable String asOf;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Only rows of this stream time or later; files outside are not fetched. Pages go by observation, all else by event time.")
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Only rows before this stream time.")
  private @Nullable String until;

  RangeOptions() {}

  HistoryQuery.Range range() {
    if (snapshot != null && asOf != null) {
      throw new IllegalArgumentException("Expected --snapshot or --as-of, got both");
    }
    Instant now = Clock.systemUTC().instant();
    return new HistoryQuery.Range(
        Optional.ofNullable(snapshot),
        Optional.ofNullable(asOf).map(text -> StartAt.time(text, now)),
        Optional.ofNullable(since).map(text -> StartAt.time(text, now)),
        Optional.ofNullable(until).map(text -> StartAt.time(text, now)));
  }
}
