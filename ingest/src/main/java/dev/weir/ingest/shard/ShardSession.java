package dev.weir.ingest.shard;

import dev.weir.ingest.frontier.FrontierStore;
import dev.weir.ingest.shard.commit.CursorTable;
import dev.weir.ingest.shard.commit.ShardLog;
import dev.weir.ingest.shard.commit.ShardPublisher;
import dev.weir.ingest.shard.run.Inbox;
import dev.weir.ingest.shard.run.PollRun;
import dev.weir.ingest.shard.run.RunContext;
import dev.weir.ingest.shard.run.SourceBatch;
import dev.weir.ingest.shard.run.SourceRun;
import dev.weir.ingest.shard.run.SourceState;
import dev.weir.ingest.shard.run.SourceStats;
import dev.weir.ingest.shard.run.StreamRun;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Frontier;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.source.StreamSource;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.settings.Durations;
import dev.weir.schemas.topic.Topics;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
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

  /** How long after a URL was not taken in its domain counts as incomplete. */
  private static final Duration FULL_FOR = Duration.ofMinutes(10);

  /** How often a source that fails shows in coverage that it is still run. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final Map<String, SourceStats> sources = new HashMap<>();
  private final ShardPublisher publisher;
  private final ShardLog log;
  private final CursorTable cursors = new CursorTable();
  private final Optional<FrontierStore> frontier;
  private final Map<String, Instant> fullSince = new HashMap<>();
  private final Inbox inbox = new Inbox(INBOX_RECORDS);
  private final Map<String, SourceRun> runs = new LinkedHashMap<>();
  private final Map<String, PollRun> byDomain = new HashMap<>();
  private final Map<String, long[]> sent = new HashMap<>();
  private final RunContext runContext;
  private final InstantSource clock;
  private final Duration idleDelay;
  private final Duration heartbeat;
  private Instant beatAt = Instant.MIN;
  private long commits;
  private long followedAt = System.nanoTime();

  private ShardSession(
      ShardContext context,
      int shard,
      ShardPublisher publisher,
      Optional<FrontierStore> frontier,
      Collection<SourceStats> stats) {
    this.publisher = publisher;
    this.frontier = frontier;
    stats.forEach(one -> sources.put(one.source().id(), one));
    RunOptions options = context.options();
    this.log =
        new ShardLog(
            context.kafka().reader(),
            context.decoder(),
            context.transactionalId(shard),
            new TopicPartition(context.topic(Topics.CURSORS), shard),
            frontier.map(store -> new TopicPartition(context.topic(Topics.FRONTIER), shard)),
            frontier);
    this.clock = options.clock();
    this.idleDelay = context.idleDelay();
    this.heartbeat = Durations.longer(idleDelay, HEARTBEAT);
    this.runContext =
        new RunContext(
            context.scheduler(),
            inbox,
            frontier.<Frontier>map(store -> store).orElse(Frontier.none()),
            options.clock(),
            context.sourceBackoff(),
            options.isOnce(),
            idleDelay);
  }

  /** Fences, then reads, for as long as it takes or until the signal ends it. */
  static ShardSession open(
      ShardContext context, int shard, Collection<SourceStats> stats, ShardSignal signal)
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
      Optional<FrontierStore> frontier = frontier(context, shard);
      session = new ShardSession(context, shard, publisher, frontier, stats);
      session.log.load(
          context.admin(), session.cursors, (read, all) -> loading(read, all, stats, signal));
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

  private static Optional<FrontierStore> frontier(ShardContext context, int shard)
      throws IOException, InterruptedException {
    return context.frontiers().isPresent()
        ? Optional.of(
            context.frontiers().get().open(shard, topicId(context, context.topic(Topics.FRONTIER))))
        : Optional.empty();
  }

  /** A topic that is deleted and created again has another. */
  private static String topicId(ShardContext context, String topic)
      throws IOException, InterruptedException {
    try {
      var described = context.admin().describeTopics(List.of(topic)).topicNameValues();
      return topic + " " + described.values().iterator().next().get().topicId();
    } catch (ExecutionException e) {
      throw new IOException("Cannot describe the topic " + topic, e.getCause());
    }
  }

  private static void loading(
      long read, long all, Collection<SourceStats> stats, ShardSignal signal)
      throws InterruptedException {
    if (signal.isStopping()) {
      throw new InterruptedException("The shard is given away while it is read");
    }
    String detail = "read %d of %d".formatted(read, all);
    stats.forEach(one -> one.enter(SourceState.OPENING, detail));
  }

  private SourceRun prepare(SourceStats stats) {
    String id = stats.source().id();
    SourceRun run =
        stats.source() instanceof PollSource poll
            ? new PollRun(stats, poll, cursors.position(id), runContext)
            : new StreamRun(stats, (StreamSource) stats.source(), cursors.position(id), runContext);
    runs.put(id, run);
    if (run instanceof PollRun poll) {
      poll.frontierDomain().ifPresent(domain -> byDomain.put(domain, poll));
    }
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
    runs.values().stream().filter(run -> !run.stats().state().isFinal()).forEach(SourceRun::start);
    while (!signal.isStopping()) {
      step();
    }
    if (!signal.isLost()) {
      finish(signal);
    }
  }

  private void step() throws IOException, InterruptedException {
    Duration wait = publisher.isOpen() ? Durations.shorter(publisher.untilDue(), STEP) : STEP;
    SourceBatch piece = inbox.take(wait);
    if (piece != null) {
      accept(piece);
    }
    if (publisher.isDue()) {
      commit(clock.instant());
    }
    if (System.nanoTime() - followedAt >= STEP.toNanos()) {
      log.follow(this::forget);
      noteFull();
      wake();
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
      change = cursors.of(run.id(), withoutFalseClaim(run, piece.result()), piece.observedAt());
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
      if (outgoing.topic().equals(Topics.DEAD_LETTERS)) {
        counts[1]++;
      }
      if (outgoing.value() instanceof FrontierEntry entry && runsDomain(outgoing)) {
        frontier.ifPresent(store -> store.expect(entry));
      }
    }
    removeDeparted();
    run.accepted(piece.result());
  }

  /** URLs that leave the frontier are deleted from its topic. */
  private void removeDeparted() {
    if (frontier.isEmpty()) {
      return;
    }
    for (Set<String> keys = frontier.get().departure();
        !keys.isEmpty();
        keys = frontier.get().departure()) {
      publisher.delete(Topics.FRONTIER, keys);
    }
  }

  private void wake() {
    for (String domain : frontier.map(FrontierStore::takeChanged).orElse(Set.of())) {
      PollRun run = byDomain.get(domain);
      if (run != null) {
        run.frontierChanged();
      }
    }
  }

  private void noteFull() {
    for (String domain : frontier.map(FrontierStore::takeFull).orElse(Set.of())) {
      if (fullSince.put(domain, clock.instant()) == null) {
        LOG.atError()
            .addKeyValue("domain", domain)
            .log("The frontier is full (frontier.max-urls): new URLs are not taken in");
      }
    }
  }

  /** While the frontier takes nothing in, nobody of that domain is complete. */
  private PollResult withoutFalseClaim(SourceRun run, PollResult result) {
    Instant full = fullSince.get(run.stats().source().scope());
    if (full == null || !(result.extent() instanceof Completeness.Contiguous extent)) {
      return result;
    }
    if (full.plus(FULL_FOR).isBefore(clock.instant())) {
      fullSince.remove(run.stats().source().scope());
      return result;
    }
    return new PollResult(
        result.records(),
        result.nextPosition(),
        Completeness.unknown(extent.until(), "the frontier is full"),
        result.next());
  }

  /**
   * A source yielded what cannot be published: its fault alone, so the shard goes on without it for
   * a while.
   */
  private void reject(SourceRun run, IllegalArgumentException e) {
    run.stop();
    run.interrupt();
    prepare(run.stats()).startAfter(run.stats().rejected(), e);
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

  @Override
  public void close() {
    List<SourceRun> ended = new ArrayList<>(runs.values());
    ended.forEach(SourceRun::stop);
    inbox.close();
    ended.forEach(SourceRun::interrupt);
    log.close();
    frontier.ifPresent(FrontierStore::close);
    publisher.close();
  }
}
