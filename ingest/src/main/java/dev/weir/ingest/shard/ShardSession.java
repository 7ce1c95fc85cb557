package dev.weir.ingest.shard;

import dev.weir.ingest.source.FrontierIndex;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.source.StreamSource;
import dev.weir.schemas.record.FrontierEntry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard from its opening to its first failure, or its end. It fences the last owner, then reads
 * where the sources stand, then runs them. Whatever fails here ends the session: nothing is sent
 * again, and the next session asks the sources again from what was committed. For the shard's
 * thread.
 */
final class ShardSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ShardSession.class);
  private static final Duration STEP = Duration.ofMillis(100);

  /** How long running polls may take to end by themselves, and then to follow an interrupt. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final int INBOX_RECORDS = 2000;

  /** How often a source that fails shows in coverage that it is still run. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final Map<String, SourceStats> sources = new HashMap<>();
  private final ShardPublisher publisher;
  private final ShardLog log;
  private final CursorTable cursors = new CursorTable();
  private final FrontierIndex frontier = new FrontierIndex();
  private final Inbox inbox = new Inbox(INBOX_RECORDS);
  private final Map<String, SourceRun> runs = new LinkedHashMap<>();
  private final Map<String, long[]> sent = new HashMap<>();
  private final RunContext runContext;
  private final InstantSource clock;
  private final Duration idleDelay;
  private final Duration heartbeat;
  private Instant beatAt = Instant.MIN;
  private long commits;
  private long followedAt = System.nanoTime();

  private ShardSession(
      ShardContext context, int shard, ShardPublisher publisher, Collection<SourceStats> stats) {
    this.publisher = publisher;
    stats.forEach(one -> sources.put(one.source().id(), one));
    RunOptions options = context.options();
    List<TopicPartition> others =
        options.frontier() == RunOptions.FrontierUse.READ
            ? List.of(new TopicPartition(context.topic("frontier"), shard))
            : List.of();
    this.log =
        new ShardLog(
            context.kafka().reader(),
            context.decoder(),
            context.transactionalId(shard),
            new TopicPartition(context.topic("cursors"), shard),
            others);
    this.clock = options.clock();
    this.idleDelay = context.idleDelay();
    this.heartbeat = longer(idleDelay, HEARTBEAT);
    this.runContext =
        new RunContext(
            context.scheduler(),
            inbox,
            frontier,
            options.clock(),
            context.sourceBackoff(),
            options.isOnce());
  }

  /** Fences, then reads. */
  static ShardSession open(ShardContext context, int shard, Collection<SourceStats> stats)
      throws IOException, InterruptedException {
    String id = context.transactionalId(shard);
    ShardPublisher publisher =
        new ShardPublisher(
            context.kafka().producer(id),
            context.encoder(),
            context.prefix(),
            id,
            shard,
            context.options().clock());
    ShardSession session = null;
    try {
      publisher.start();
      session = new ShardSession(context, shard, publisher, stats);
      session.log.load(context.admin(), session.cursors, session.frontier);
      session.sources.values().forEach(session::prepare);
      return session;
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (session == null) {
        publisher.close();
      } else {
        session.close();
      }
      throw e;
    }
  }

  private SourceRun prepare(SourceStats stats) {
    String id = stats.source().id();
    SourceRun run =
        stats.source() instanceof PollSource poll
            ? new PollRun(stats, poll, cursors.position(id), runContext)
            : new StreamRun(stats, (StreamSource) stats.source(), cursors.position(id), runContext);
    runs.put(id, run);
    return run;
  }

  /** Transactions committed so far. */
  long commits() {
    return commits;
  }

  /** Runs the sources until the signal says otherwise. */
  void run(ShardSignal signal) throws IOException, InterruptedException {
    for (String id : runs.keySet()) {
      state(cursors.opened(id, clock.instant()));
    }
    beatAt = clock.instant();
    runs.values().stream().filter(run -> !run.stats.state().isFinal()).forEach(SourceRun::start);
    while (!signal.isStopping()) {
      step();
    }
    if (!signal.isLost()) {
      finish(signal);
    }
  }

  private void step() throws IOException, InterruptedException {
    Duration wait = publisher.isOpen() ? shorter(publisher.untilDue(), STEP) : STEP;
    SourceBatch piece = inbox.take(wait);
    if (piece != null) {
      accept(piece);
    }
    if (publisher.isDue()) {
      commit(clock.instant());
    }
    if (System.nanoTime() - followedAt >= STEP.toNanos()) {
      log.follow(frontier, this::forget);
      followedAt = System.nanoTime();
      beat();
      if (cursors.isOverdue(clock.instant())) {
        publisher.begin();
      }
      if (!publisher.isOpen() && inbox.isEmpty()) {
        runs.values().forEach(SourceRun::committed);
      }
    }
  }

  /** Says of each source that fails that it is run all the same. */
  private void beat() throws IOException {
    Instant now = clock.instant();
    if (!now.isBefore(beatAt.plus(heartbeat))) {
      beatAt = now;
      stateFailing();
    }
  }

  private void stateFailing() throws IOException {
    for (SourceRun run : runs.values()) {
      if (run.isFailing()) {
        state(cursors.failing(run.id(), clock.instant()));
      }
    }
  }

  private void state(CursorTable.Change change) throws IOException {
    if (!change.isEmpty()) {
      publisher.requireCommittable(change);
      cursors.apply(change, clock.instant());
      publisher.begin();
    }
  }

  private void accept(SourceBatch piece) throws IOException {
    SourceRun run = piece.run();
    if (runs.get(run.id()) != run) {
      return;
    }
    List<ProducerRecord<byte[], byte[]>> encoded;
    CursorTable.Change change;
    try {
      encoded = publisher.encode(piece);
      change = cursors.of(run.id(), piece.result(), piece.observedAt());
      publisher.requireCommittable(change);
    } catch (IllegalArgumentException e) {
      reject(run, e);
      return;
    }
    boolean later = change.idle() && !idleDelay.isZero();
    if (!later) {
      publisher.send(encoded);
    }
    Instant now = clock.instant();
    cursors.apply(change, later ? now.plus(idleDelay) : now);
    long[] counts = sent.computeIfAbsent(run.id(), id -> new long[2]);
    for (Outgoing outgoing : piece.result().records()) {
      counts[0]++;
      if (outgoing.topic().equals("dead-letters")) {
        counts[1]++;
      }
      if (outgoing.value() instanceof FrontierEntry entry && runsDomain(outgoing)) {
        frontier.accept(entry);
      }
    }
    run.accepted(piece.result());
  }

  /**
   * A source yielded what cannot be published: its fault alone, so the shard goes on without it for
   * a while.
   */
  private void reject(SourceRun run, IllegalArgumentException e) {
    run.stop();
    run.interrupt();
    prepare(run.stats).startAfter(run.stats.rejected(), e);
  }

  private boolean runsDomain(Outgoing outgoing) {
    return outgoing.partition().isPresent() && outgoing.partition().getAsInt() == publisher.shard();
  }

  /** Commits what was sent, and what must be written by the instant. */
  private void commit(Instant until) throws IOException {
    CursorTable.Owed owed = cursors.owed(until);
    publisher.commit(owed);
    cursors.committed(owed);
    commits++;
    sent.forEach(
        (id, counts) -> {
          SourceStats stats = sources.get(id);
          if (stats != null) {
            stats.committed(counts[0], counts[1], cursors.completeUntil(id).orElse(null));
          }
        });
    sent.clear();
    runs.values().forEach(SourceRun::committed);
  }

  /**
   * Somebody deleted a source's cursor: it starts anew, and what it still yields from its old
   * position is dropped.
   */
  private void forget(String id) throws IOException {
    SourceStats stats = sources.get(id);
    SourceRun run = runs.get(id);
    if (stats == null || run == null) {
      return;
    }
    LOG.atInfo().addKeyValue("source", id).log("Told to forget: starting anew");
    run.stop();
    run.interrupt();
    cursors.forget(id);
    state(cursors.opened(id, clock.instant()));
    prepare(stats).start();
  }

  private void finish(ShardSignal signal) throws IOException, InterruptedException {
    runs.values().forEach(SourceRun::stop);
    if (!drain(signal)) {
      runs.values().forEach(SourceRun::interrupt);
      drain(signal);
    }
    if (!signal.isLost()) {
      stateFailing();
      if (cursors.isOverdue(Instant.MAX)) {
        publisher.begin();
      }
      if (publisher.isOpen()) {
        commit(Instant.MAX);
      }
    }
  }

  /** Takes what the sources still yield, until they have ended; false where they take too long. */
  private boolean drain(ShardSignal signal) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + GRACE.toNanos();
    Predicate<SourceRun> idle = SourceRun::isIdle;
    while (!signal.isLost() && System.nanoTime() < deadline) {
      boolean ended = runs.values().stream().allMatch(idle);
      SourceBatch piece = inbox.take(ended ? Duration.ZERO : Duration.ofMillis(10));
      if (piece != null) {
        accept(piece);
      } else if (ended) {
        return true;
      }
      if (publisher.isDue()) {
        commit(clock.instant());
      }
    }
    return runs.values().stream().allMatch(idle);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void close() {
    List<SourceRun> ended = new ArrayList<>(runs.values());
    ended.forEach(SourceRun::stop);
    inbox.close();
    ended.forEach(SourceRun::interrupt);
    log.close();
    publisher.close();
  }
}
