package dev.weir.ingest.shard;

import dev.weir.ingest.source.FrontierIndex;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.source.StreamSource;
import dev.weir.schemas.record.FrontierEntry;
import java.io.IOException;
import java.time.Duration;
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

  private final Map<String, SourceStats> sources = new HashMap<>();
  private final ShardPublisher publisher;
  private final ShardLog log;
  private final CursorTable cursors = new CursorTable();
  private final FrontierIndex frontier = new FrontierIndex();
  private final Inbox inbox = new Inbox(INBOX_RECORDS);
  private final Map<String, SourceRun> runs = new LinkedHashMap<>();
  private final Map<String, long[]> sent = new HashMap<>();
  private final RunContext runContext;
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
            context.kafka().producer(id), context.encoder(), context.prefix(), id, shard);
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
      commit();
    }
    if (System.nanoTime() - followedAt >= STEP.toNanos()) {
      log.follow(frontier, this::forget);
      followedAt = System.nanoTime();
      if (!publisher.isOpen() && inbox.isEmpty()) {
        runs.values().forEach(SourceRun::committed);
      }
    }
  }

  private void accept(SourceBatch piece) throws IOException {
    SourceRun run = piece.run();
    if (runs.get(run.id()) != run) {
      return;
    }
    List<ProducerRecord<byte[], byte[]>> encoded;
    try {
      encoded = publisher.encode(piece);
    } catch (IllegalArgumentException e) {
      reject(run, e);
      return;
    }
    publisher.send(encoded);
    cursors.accept(run.id(), piece.result(), piece.observedAt());
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

  private void commit() throws IOException {
    publisher.commit(cursors);
    cursors.committed();
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
  private void forget(String id) {
    SourceStats stats = sources.get(id);
    SourceRun run = runs.get(id);
    if (stats == null || run == null) {
      return;
    }
    LOG.atInfo().addKeyValue("source", id).log("Told to forget: starting anew");
    run.stop();
    run.interrupt();
    cursors.forget(id);
    prepare(stats).start();
  }

  private void finish(ShardSignal signal) throws IOException, InterruptedException {
    runs.values().forEach(SourceRun::stop);
    if (!drain(signal)) {
      runs.values().forEach(SourceRun::interrupt);
      drain(signal);
    }
    if (!signal.isLost() && publisher.isOpen()) {
      commit();
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
        commit();
      }
    }
    return runs.values().stream().allMatch(idle);
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
