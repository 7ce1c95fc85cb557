package dev.weir.ingest.shard.run;

import dev.weir.ingest.source.Shards;
import dev.weir.ingest.source.Source;
import dev.weir.schemas.status.ProgramStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A source's state and counters over the life of the process. Thread-safe. */
public final class SourceStats {

  private final Source source;
  private final int shard;
  private final InstantSource clock;

  /**
   * Held while the source is called: no two threads may call it at once, even if its shard is
   * reopened.
   */
  final ReentrantLock exclusive = new ReentrantLock();

  private SourceState state = SourceState.ELSEWHERE;
  private String detail = "";
  private Instant since;
  private long polls;
  private long records;
  private long deadLetters;
  private long failures;
  private int rejections;
  private @Nullable String lastError;
  private @Nullable Instant completeUntil;

  public SourceStats(Source source, InstantSource clock) {
    this.source = source;
    this.shard = Shards.of(source.scope());
    this.clock = clock;
    this.since = clock.instant();
  }

  public Source source() {
    return source;
  }

  public synchronized SourceState state() {
    return state;
  }

  public synchronized void enter(SourceState next, String why) {
    if (state.isFinal()) {
      return;
    }
    if (state != next) {
      since = clock.instant();
    }
    state = next;
    detail = why;
  }

  synchronized void polled() {
    polls++;
  }

  synchronized void failed(String error) {
    failures++;
    lastError = error;
  }

  /** One of its results could not be published; returns how often that has happened in a row. */
  public synchronized int rejected() {
    return ++rejections;
  }

  public synchronized void committed(
      long recordCount, long deadLetterCount, @Nullable Instant until) {
    rejections = 0;
    records += recordCount;
    deadLetters += deadLetterCount;
    completeUntil = until == null ? completeUntil : until;
  }

  public synchronized RunSummary.OfSource summary() {
    return new RunSummary.OfSource(
        source.id(), state.text(), detail, polls, records, deadLetters, failures);
  }

  public synchronized ProgramStatus.Part part() {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("scope", source.scope());
    facts.put("shard", shard);
    facts.put("polls", polls);
    facts.put("records", records);
    facts.put("dead-letters", deadLetters);
    facts.put("failures", failures);
    if (lastError != null) {
      facts.put("last-error", lastError);
    }
    if (completeUntil != null) {
      facts.put("complete-until", completeUntil.toString());
    }
    return new ProgramStatus.Part(source.id(), state.text(), detail, since, facts);
  }
}
