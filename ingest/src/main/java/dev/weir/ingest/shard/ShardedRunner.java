package dev.weir.ingest.shard;

import dev.weir.ingest.frontier.FrontierStores;
import dev.weir.ingest.settings.FrontierSettings;
import dev.weir.ingest.shard.commit.KafkaClients;
import dev.weir.ingest.shard.commit.ShardPublisher;
import dev.weir.ingest.shard.run.PollScheduler;
import dev.weir.ingest.shard.run.RunSummary;
import dev.weir.ingest.shard.run.SourceRun;
import dev.weir.ingest.shard.run.SourceStats;
import dev.weir.ingest.source.Shards;
import dev.weir.ingest.source.Source;
import dev.weir.schemas.registry.IncompatibleSchemaException;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.topic.Topics;
import dev.weir.schemas.wire.RecordDecoder;
import dev.weir.schemas.wire.RecordEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance of an application: runs the sources of the shards that it owns, and hands shards over
 * as instances come and go.
 *
 * <p>The instances form a consumer group on {@code cursors}. The assignee of a partition owns the
 * shard: it starts the shard's transactional producer, which fences the previous owner, then reads
 * that partition to its end, then runs the sources. Before a shard is revoked, running polls are
 * finished and committed. If a broker is down, it waits without a time limit.
 */
final class ShardedRunner {

  private static final Logger LOG = LoggerFactory.getLogger(ShardedRunner.class);

  /** Idle threads end. Enough for a few hundred hosts whose requests all time out. */
  private static final int POLL_THREADS = 256;

  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration IDLE_STATEMENT = Duration.ofMillis(10);
  private static final Duration MAX_IDLE_DELAY = Duration.ofMinutes(1);

  /** Maximum wait of a {@code once} run for shards of other instances. */
  private static final Duration SETTLED = Duration.ofSeconds(15);

  private final String application;
  private final StackSettings stack;
  private final RunOptions options;
  private final Map<String, SourceStats> stats = new LinkedHashMap<>();
  private final Map<Integer, List<SourceStats>> byShard = new TreeMap<>();
  private final Map<Integer, Shard> owned = new HashMap<>();
  private final ShardSignal signal = new ShardSignal();
  private final StatusReporter reporter;
  private volatile long assignmentChangedAt = System.nanoTime();
  private volatile boolean assigned;

  ShardedRunner(
      String application,
      StackSettings stack,
      Collection<? extends Source> sources,
      RunOptions options) {
    this.application = application;
    this.stack = stack;
    this.options = options;
    for (Source source : sources) {
      SourceStats one = new SourceStats(source, options.clock());
      if (stats.put(source.id(), one) != null) {
        throw new IllegalArgumentException(
            "Expected sources of different ids, got twice: " + source.id());
      }
      byShard.computeIfAbsent(Shards.of(source.scope()), shard -> new ArrayList<>()).add(one);
    }
    this.reporter =
        new StatusReporter(application, options.statusFile(), stats.values(), options.clock());
  }

  /** Asks {@link #run} to end cleanly. Idempotent; any thread may call it. */
  void stop() {
    signal.stop();
  }

  /**
   * Runs until stopped, or, in a {@code once} run, until every source has no more data.
   *
   * @throws IncompatibleSchemaException if the registry rejects a schema: nothing was polled
   */
  RunSummary run() throws InterruptedException, IncompatibleSchemaException {
    ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(StatusThread::new);
    KafkaClients kafka = new KafkaClients(stack, application);
    Optional<FrontierStores> frontiers = frontiers(kafka.group());
    try (Admin admin = kafka.admin();
        PollScheduler scheduler = new PollScheduler(POLL_THREADS)) {
      var ignored = ticker.scheduleWithFixedDelay(reporter::write, 0, 1, TimeUnit.SECONDS);
      Servers servers = new Servers(stack, reporter, signal);
      Optional<String> cluster = servers.awaitBroker(admin);
      if (cluster.isPresent() && servers.awaitTopics(admin)) {
        try (RegistryClient registry =
            RegistryClient.create(
                stack.registryUrl(), stack.dataDir().resolve("registry"), cluster.get())) {
          if (servers.register(registry)) {
            follow(context(kafka, admin, scheduler, frontiers, registry));
          }
        }
      }
    } finally {
      ticker.shutdownNow();
      frontiers.ifPresent(FrontierStores::close);
      reporter.enter("stopped", "");
      reporter.write();
    }
    return new RunSummary(stats.values().stream().map(SourceStats::summary).toList());
  }

  private Optional<FrontierStores> frontiers(String group) {
    if (options.frontier() == RunOptions.FrontierUse.UNUSED) {
      return Optional.empty();
    }
    FrontierSettings settings = options.frontierIndex();
    Path folder = settings.ownFolder().orElse(stack.dataDir().resolve("frontier"));
    FrontierStores stores = new FrontierStores(folder.resolve(group), settings, options.clock());
    reporter.frontier(stores);
    return Optional.of(stores);
  }

  private ShardContext context(
      KafkaClients kafka,
      Admin admin,
      PollScheduler scheduler,
      Optional<FrontierStores> frontiers,
      RegistryClient registry) {
    return new ShardContext(
        kafka,
        admin,
        stack.topicPrefix(),
        new RecordEncoder(registry),
        new RecordDecoder(registry),
        scheduler,
        frontiers,
        options,
        ShardContext.SOURCE_BACKOFF,
        ShardContext.SERVER_BACKOFF,
        idleDelay(options.isOnce() ? 0 : stats.size()));
  }

  /**
   * How long a record that says "nothing new" may be delayed, so that all sources together write at
   * most a hundred of them a second.
   */
  static Duration idleDelay(int sources) {
    Duration delay = IDLE_STATEMENT.multipliedBy(sources);
    if (delay.compareTo(ShardPublisher.MAX_AGE) <= 0) {
      return Duration.ZERO;
    }
    return delay.compareTo(MAX_IDLE_DELAY) > 0 ? MAX_IDLE_DELAY : delay;
  }

  private void follow(ShardContext context) throws InterruptedException {
    int failures = 0;
    while (!signal.isStopping() && !isFinished()) {
      try (Membership membership = new Membership(context)) {
        membership.follow();
        failures = 0;
      } catch (KafkaException e) {
        failures++;
        LOG.atWarn().setCause(e).log("Lost the group, joining it again");
        reporter.enter("backing-off", SourceRun.describe(e));
        signal.pause(ShardContext.SERVER_BACKOFF.delay(failures, 0.5));
      }
    }
  }

  private boolean isFinished() {
    if (!options.isOnce() || !assigned) {
      return false;
    }
    boolean all = stats.values().stream().allMatch(source -> source.state().isFinal());
    boolean settled = System.nanoTime() - assignmentChangedAt > SETTLED.toNanos();
    boolean ownDone =
        owned.keySet().stream()
            .flatMap(shard -> byShard.getOrDefault(shard, List.of()).stream())
            .allMatch(source -> source.state().isFinal());
    return all || (settled && ownDone);
  }

  /** This instance's membership of the group. */
  private final class Membership implements ConsumerRebalanceListener, AutoCloseable {

    private final ShardContext context;
    private final Consumer<byte[], byte[]> member;

    Membership(ShardContext context) {
      this.context = context;
      this.member = context.kafka().member();
    }

    void follow() throws InterruptedException {
      reporter.enter("joining", "the group " + context.kafka().group());
      member.subscribe(List.of(context.topic(Topics.CURSORS)), this);
      while (!signal.isStopping() && !isFinished()) {
        var ignored = member.poll(TICK);
        member.pause(member.assignment());
      }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      member.pause(partitions);
      partitions.forEach(partition -> open(partition.partition()));
      changed(partitions, "Owns more shards");
    }

    private void open(int number) {
      List<SourceStats> sources = byShard.get(number);
      if (sources != null && !owned.containsKey(number)) {
        Shard shard = new Shard(number, sources, context);
        owned.put(number, shard);
        shard.open();
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      close(partitions.stream().map(TopicPartition::partition).toList(), false);
      changed(partitions, "Gave shards away");
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      close(partitions.stream().map(TopicPartition::partition).toList(), true);
      changed(partitions, "Lost shards");
    }

    private void close(Collection<Integer> numbers, boolean lost) {
      List<Shard> closing = new ArrayList<>();
      for (Integer number : numbers) {
        Shard shard = owned.remove(number);
        if (shard != null) {
          closing.add(shard);
        }
      }
      closing.forEach(lost ? Shard::lose : Shard::close);
      try {
        for (Shard shard : closing) {
          shard.awaitClosed();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void changed(Collection<TopicPartition> partitions, String what) {
      assigned = true;
      assignmentChangedAt = System.nanoTime();
      int count = member.assignment().size();
      reporter.owned(count);
      reporter.enter("running", "");
      LOG.atInfo().addKeyValue("shards", partitions.size()).log(what);
    }

    @Override
    public void close() {
      boolean interrupted = Thread.interrupted();
      close(List.copyOf(owned.keySet()), false);
      member.close(CloseOptions.timeout(Duration.ofSeconds(3)));
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final class StatusThread extends Thread {
    StatusThread(Runnable task) {
      super(task, "status");
      setDaemon(true);
    }
  }
}
