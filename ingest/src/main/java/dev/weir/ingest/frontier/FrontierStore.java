package dev.weir.ingest.frontier;

import dev.weir.ingest.source.Frontier;
import dev.weir.ingest.source.FrontierIndex;
import dev.weir.ingest.source.KnownUrl;
import dev.weir.schemas.record.FrontierEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard's frontier on disk: a function of the topic's records up to an offset, which is stored
 * with them. Results of the shard's own sources are visible at once, and kept in memory until they
 * come back from the topic, so that nothing uncommitted reaches the disk.
 *
 * <p>Thread-safe. A damaged disk causes {@link UncheckedIOException}; the next opening then
 * rebuilds the index.
 */
public final class FrontierStore implements Frontier, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FrontierStore.class);

  /**
   * An older index may have missed deletions, which the topic keeps for a week ({@code
   * delete.retention.ms}).
   */
  static final Duration TOO_OLD = Duration.ofDays(6);

  private final RocksTables tables;
  private final FrontierBudget budget;
  private final InstantSource clock;
  private final FrontierCodec codec = new FrontierCodec();
  private final QueueReader queue;
  private final IndexFacts facts;
  private final Map<String, Own> own = new HashMap<>();
  private final Map<String, Instant> nextDue = new HashMap<>();
  private final Set<String> leaving = new LinkedHashSet<>();
  private final Set<String> full = new LinkedHashSet<>();
  private final Set<String> changed = new LinkedHashSet<>();
  private boolean closed;

  /** The effect of own records on a URL, and how many of them have not come back yet. */
  private static final class Own {
    private final KnownUrl known;
    private int pending;

    Own(KnownUrl known) {
      this.known = known;
    }

    boolean isOf(String domain) {
      return known.merged().filter(entry -> entry.getDomain().equals(domain)).isPresent();
    }
  }

  private FrontierStore(
      RocksTables tables, IndexFacts facts, FrontierBudget budget, InstantSource clock) {
    this.tables = tables;
    this.facts = facts;
    this.budget = budget;
    this.clock = clock;
    this.queue = new QueueReader(tables);
    budget.add(facts.urls());
  }

  static FrontierStore over(
      RocksTables tables, String topic, FrontierBudget budget, InstantSource clock)
      throws IOException {
    try {
      IndexFacts facts = IndexFacts.read(tables);
      Optional<String> trouble = facts.trouble(topic, clock.instant().minus(TOO_OLD));
      if (trouble.isPresent()) {
        if (!facts.isNone()) {
          LOG.atInfo().log("The frontier's index is rebuilt: {}", trouble.get());
          tables.clear();
        }
        facts = IndexFacts.none(tables, topic);
      }
      return new FrontierStore(tables, facts, budget, clock);
    } catch (RocksDBException e) {
      tables.distrust();
      tables.close();
      throw new IOException("Cannot read the frontier's index", e);
    }
  }

  /** The offset of the first record that is not in the index. */
  public synchronized long offset() {
    return facts.offset();
  }

  /** The number of URLs on disk. */
  public synchronized long urls() {
    return facts.urls();
  }

  /**
   * Deletes everything: the topic's log does not reach back to the index's offset, or ends before
   * it.
   */
  public synchronized void reset(String why) {
    LOG.atInfo().log("The frontier's index is rebuilt: {}", why);
    var ignored =
        guarded(
            () -> {
              budget.add(-facts.urls());
              tables.clear();
              facts.reset();
              nextDue.clear();
              return true;
            });
  }

  /**
   * Writes records of the topic and the offset after them atomically.
   *
   * @param next offset of the next record
   */
  public synchronized void apply(List<FrontierRecord> records, long next) {
    if (closed || (records.isEmpty() && next == facts.offset())) {
      return;
    }
    var ignored =
        guarded(
            () -> {
              try (WriteBatch batch = new WriteBatch()) {
                long added = new FrontierBatch(this, batch).write(records);
                facts.advance(batch, next, added, clock.instant());
                tables.write(batch);
                budget.add(added);
              }
              return true;
            });
    records.stream().filter(FrontierRecord::own).forEach(this::cameBack);
  }

  private void cameBack(FrontierRecord record) {
    for (String url : FrontierKeys.urls(record)) {
      Own one = own.get(url);
      if (one != null && --one.pending <= 0) {
        own.remove(url);
      }
    }
  }

  /** An own record was sent to the topic: it is visible from now on. */
  public synchronized void expect(FrontierEntry entry) {
    if (closed) {
      return;
    }
    Own one = own(entry.getUrl());
    one.known.accept(entry);
    one.pending++;
    touch(entry.getDomain());
    if (Departures.leaves(entry)) {
      leaving.add(entry.getUrl());
    }
  }

  private Own own(String url) {
    return own.computeIfAbsent(url, name -> new Own(stored(name).orElseGet(KnownUrl::new)));
  }

  /**
   * The keys to delete from the topic for a URL that leaves the frontier; empty if none does. It is
   * removed at once; the deletions are expected back as own records.
   */
  public synchronized Set<String> departure() {
    if (leaving.isEmpty() || closed) {
      return Set.of();
    }
    String url = leaving.iterator().next();
    leaving.remove(url);
    Own one = own(url);
    Set<String> keys = FrontierKeys.of(one.known);
    one.known.merged().ifPresent(entry -> touch(entry.getDomain()));
    for (String key : keys) {
      one.known.remove(key);
      one.pending++;
    }
    return keys;
  }

  private void touch(String domain) {
    nextDue.remove(domain);
    changed.add(domain);
  }

  /** The domains that changed since the last call. */
  public synchronized Set<String> takeChanged() {
    if (changed.isEmpty()) {
      return Set.of();
    }
    Set<String> domains = Set.copyOf(changed);
    changed.clear();
    return domains;
  }

  /** The domains whose URLs were rejected since the last call because the frontier is full. */
  public synchronized Set<String> takeFull() {
    Set<String> domains = Set.copyOf(full);
    full.clear();
    return domains;
  }

  /** Whether an unknown URL may be added. */
  boolean admits(FrontierEntry entry) {
    if (entry.getLastFetchedAt() != null || !budget.isSpent()) {
      return true;
    }
    full.add(entry.getDomain());
    return false;
  }

  @Override
  public synchronized List<FrontierEntry> due(String domain, Instant now, int max) {
    if (closed || nextDue(domain).filter(next -> !next.isAfter(now)).isEmpty()) {
      return List.of();
    }
    List<FrontierEntry> found = new ArrayList<>();
    for (Own one : own.values()) {
      one.known
          .merged()
          .filter(entry -> entry.getDomain().equals(domain))
          .filter(entry -> !entry.getNextFetchAt().isAfter(now))
          .ifPresent(found::add);
    }
    int wanted = max + own.size();
    for (String url : guarded(() -> queue.due(domain, now, wanted))) {
      if (found.size() >= wanted) {
        break;
      }
      if (!own.containsKey(url)) {
        stored(url).flatMap(KnownUrl::merged).ifPresent(found::add);
        if (found.size() >= max && own.isEmpty()) {
          break;
        }
      }
    }
    return found.stream().sorted(FrontierIndex.BY_PRIORITY).limit(max).toList();
  }

  @Override
  public synchronized Optional<FrontierEntry> get(String url) {
    if (closed) {
      return Optional.empty();
    }
    Own one = own.get(url);
    return one != null ? one.known.merged() : stored(url).flatMap(KnownUrl::merged);
  }

  @Override
  public synchronized Optional<Instant> nextDue(String domain) {
    if (closed) {
      return Optional.empty();
    }
    Instant known = nextDue.get(domain);
    if (known == null) {
      known = readNextDue(domain);
      nextDue.put(domain, known);
    }
    return known.equals(Instant.MAX) ? Optional.empty() : Optional.of(known);
  }

  /**
   * Rather too early than too late: a URL that own records moved still counts with its time on
   * disk.
   */
  private Instant readNextDue(String domain) {
    Instant next = guarded(() -> queue.nextDue(domain));
    for (Own one : own.values()) {
      if (one.isOf(domain)) {
        Instant time = one.known.merged().map(FrontierEntry::getNextFetchAt).orElse(Instant.MAX);
        next = time.isBefore(next) ? time : next;
      }
    }
    return next;
  }

  /** The state of a URL on disk. */
  private Optional<KnownUrl> stored(String url) {
    return guarded(() -> read(url));
  }

  Optional<KnownUrl> read(String url) throws RocksDBException, IOException {
    byte[] value = tables.db().get(tables.entries(), FrontierCodec.url(url));
    return value == null ? Optional.empty() : Optional.of(codec.decode(value));
  }

  /** Updates the state in memory for a record that somebody wrote. */
  void overlay(FrontierRecord record, String url) {
    Own one = own.get(url);
    FrontierEntry entry = record.entry();
    if (one == null || record.own()) {
      return;
    }
    if (entry == null) {
      one.known.remove(record.key());
    } else {
      one.known.accept(entry);
    }
  }

  void put(WriteBatch batch, String url, @Nullable FrontierEntry before, KnownUrl known)
      throws RocksDBException, IOException {
    Optional<FrontierEntry> after = known.merged();
    if (before != null) {
      batch.delete(tables.queue(), FrontierCodec.queueKey(before));
      touch(before.getDomain());
    }
    byte[] key = FrontierCodec.url(url);
    if (after.isEmpty()) {
      batch.delete(tables.entries(), key);
    } else {
      batch.put(tables.entries(), key, codec.encode(known));
      batch.put(tables.queue(), FrontierCodec.queueKey(after.get()), new byte[0]);
      touch(after.get().getDomain());
    }
  }

  private interface Work<T> {
    T run() throws RocksDBException, IOException;
  }

  private <T> T guarded(Work<T> work) {
    try {
      return work.run();
    } catch (RocksDBException e) {
      tables.distrust();
      throw new UncheckedIOException(new IOException("The frontier's index is damaged", e));
    } catch (IOException e) {
      tables.distrust();
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the folder. Afterwards the frontier is empty. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      budget.add(-facts.urls());
      tables.close();
    }
  }
}
