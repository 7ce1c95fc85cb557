package dev.weir.ingest.shard.run;

import java.util.List;

/**
 * What a run did.
 *
 * @param sources each source, in the order given
 */
public record RunSummary(List<OfSource> sources) {

  public RunSummary {
    sources = List.copyOf(sources);
  }

  /**
   * What a run did with one source.
   *
   * @param id the source
   * @param state its last state; {@code failed} where a run of once gave up
   * @param detail why, for people
   * @param polls times it was asked
   * @param records records committed, dead letters among them
   * @param deadLetters dead letters committed
   * @param failures times it failed
   */
  public record OfSource(
      String id,
      String state,
      String detail,
      long polls,
      long records,
      long deadLetters,
      long failures) {}

  /** Records committed by all sources. */
  public long records() {
    return sources.stream().mapToLong(OfSource::records).sum();
  }

  /** Whether some source failed for good. */
  public boolean failed() {
    return sources.stream().anyMatch(source -> source.state().equals(SourceState.FAILED.text()));
  }
}
