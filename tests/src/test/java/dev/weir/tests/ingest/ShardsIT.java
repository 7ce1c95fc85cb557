package dev.weir.tests.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.infra.local.admin.TopicAdmin;
import dev.weir.infra.local.stack.LocalStack;
import dev.weir.infra.local.stack.LocalStack.Part;
import dev.weir.ingest.settings.FrontierSettings;
import dev.weir.ingest.shard.RunOptions;
import dev.weir.ingest.shard.SourceRunner;
import dev.weir.ingest.shard.run.RunSummary;
import dev.weir.ingest.source.Shards;
import dev.weir.ingest.source.Source;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Cursor;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.settings.SettingsFile;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.status.StatusFile;
import dev.weir.schemas.topic.TopicCatalog;
import dev.weir.schemas.wire.RecordDecoder;
import dev.weir.schemas.wire.RecordEncoder;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class ShardsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private static Path folder;
  private static LocalStack servers;

  private StackSettings stack;
  private Path run;

  @BeforeAll
  static void start() throws Exception {
    servers = LocalStack.start(folder, Part.KAFKA, Part.REGISTRY);
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @BeforeEach
  void createTopics(TestInfo test) throws Exception {
    StackSettings all = servers.settings();
    String prefix = test.getTestMethod().orElseThrow().getName() + ".";
    run = Files.createDirectories(folder.resolve(prefix + "run"));
    stack =
        new StackSettings(
            run, prefix, all.kafka(), all.registry(), all.s3(), all.catalog(), all.ports());
    try (var admin = servers.admin()) {
      new TopicAdmin(admin, TopicCatalog.load(), prefix).apply();
    }
  }

  @Test
  void twoInstancesShareTheSourcesAndAKilledOneLosesAndDoublesNothing() throws Exception {
    int polls = 12;
    int total = 700;
    Process first = instance("first", polls, total);
    Process second = instance("second", polls, total);
    try {
      await()
          .atMost(PATIENCE)
          .until(() -> owned("first") > 0 && owned("second") > 0 && records("second") > 50);
      assertThat(owned("first") + owned("second")).isEqualTo(Shards.count());
      assertThat(records("second")).isLessThan((polls + 1) * total);

      second.destroyForcibly().waitFor();
      long killed = System.nanoTime();
      await().atMost(PATIENCE).until(() -> owned("first") == Shards.count());
      System.err.println(
          "Shards of a killed instance taken over in "
              + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed)
              + " ms");

      List<Source> sources = Counters.sources(polls, total, Duration.ZERO);
      assertEachOnce(sources, total);
      Map<String, CoverageInterval> newest = newestCoverage();
      assertThat(newest.values())
          .hasSize(polls + 1)
          .allMatch(one -> one.getStatus().equals("complete"));
    } finally {
      second.destroyForcibly();
      first.getOutputStream().close();
      assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(first.exitValue()).isZero();
      first.destroyForcibly();
    }
  }

  @Test
  void aRunGoesOnWhereTheLastOneStopped() throws Exception {
    Source half = new Counters.Polled("count/0", 70, Duration.ZERO);
    Source whole = new Counters.Polled("count/0", 140, Duration.ZERO);

    RunSummary one = SourceRunner.run("counters", stack, List.of(half), RunOptions.once());
    RunSummary two = SourceRunner.run("counters", stack, List.of(whole), RunOptions.once());

    assertThat(one.records()).isEqualTo(70);
    assertThat(two.records()).isEqualTo(70);
    assertThat(two.sources().get(0).state()).isEqualTo("done");
    assertEachOnce(List.of(whole), 140);
  }

  @Test
  void aResultThatCannotBePublishedHurtsItsSourceAlone() throws Exception {
    Source good = new Counters.Polled("count/0", 70, Duration.ofMillis(50));
    Source bad = new Counters.Broken("broken/0", good.scope());

    RunSummary summary = SourceRunner.run("counters", stack, List.of(bad, good), RunOptions.once());

    assertThat(summary.sources())
        .extracting(RunSummary.OfSource::state)
        .containsExactly("failed", "done");
    assertThat(summary.failed()).isTrue();
    assertEachOnce(List.of(good), 70);
  }

  @Test
  void aCursorThatIsTooLargeStopsItsSourceAlone() throws Exception {
    Source good = new Counters.Polled("count/0", 70, Duration.ofMillis(50));
    Source bad = new Counters.Bloated("bloated/0", good.scope());

    RunSummary summary = SourceRunner.run("counters", stack, List.of(bad, good), RunOptions.once());

    assertThat(summary.sources())
        .extracting(RunSummary.OfSource::state)
        .containsExactly("failed", "done");
    assertThat(summary.sources().get(0).detail()).contains("Expected a cursor of bloated/0");
    assertEachOnce(List.of(good), 70);
  }

  @Test
  void aSourceThatNeverAnswersIsUnknownInCoverage() throws Exception {
    Source silent = new Counters.Silent("silent/0");

    SourceRunner.run("counters", stack, List.of(silent), RunOptions.once());

    CoverageInterval interval = newestCoverage().get("silent/0");
    assertThat(interval.getStatus()).isEqualTo("unknown");
    assertThat(interval.getReason()).isEqualTo("no answer yet");
    assertThat(interval.getEnd()).isAfter(interval.getStart());
  }

  @Test
  void aHostWhoseClockIsAnHourAheadPublishesNothing() throws Exception {
    Source source = new Counters.Polled("count/0", 70, Duration.ZERO);
    try (Lifeline life = new Lifeline()) {
      RunOptions ahead =
          new RunOptions(
              RunOptions.Mode.FOREVER,
              RunOptions.FrontierUse.UNUSED,
              FrontierSettings.defaults(),
              Optional.of(status("here")),
              Optional.of(life.in),
              () -> Instant.now().plus(Duration.ofHours(1)));
      CompletableFuture<RunSummary> running = start(source, ahead);

      await().atMost(PATIENCE).until(() -> shownDetail().contains("at the broker"));
      life.end();
      assertThat(running.get(1, TimeUnit.MINUTES).sources().get(0).polls()).isZero();
    }
    assertThat(newestCoverage()).isEmpty();
  }

  @Test
  void theFrontierIsOnDiskAndALostIndexIsBuiltAgain() throws Exception {
    Source source = new Counters.Fetching("fetch/0", "gazette.test", 100);
    RunOptions once = RunOptions.once().withFrontier();

    RunSummary first = SourceRunner.run("counters", stack, List.of(source), once);
    RunSummary again = SourceRunner.run("counters", stack, List.of(source), once);
    Path index =
        run.resolve("frontier")
            .resolve(stack.topicPrefix() + "counters")
            .resolve(Integer.toString(Shards.of(source.scope())));
    assertThat(index).isDirectory();
    try (Stream<Path> files = Files.list(index)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    RunSummary rebuilt = SourceRunner.run("counters", stack, List.of(source), once);

    assertThat(first.records()).isEqualTo(200);
    assertThat(again.records()).isZero();
    assertThat(rebuilt.records()).isZero();
    assertThat(rebuilt.sources().get(0).polls()).isEqualTo(1);
  }

  @Test
  void whatAFencedProducerDidIsNeverVisible() throws Exception {
    Source source = new Counters.Polled("count/0", 70, Duration.ZERO);
    int shard = Shards.of(source.scope());
    try (KafkaProducer<byte[], byte[]> zombie = producer("counters", shard)) {
      zombie.initTransactions();
      zombie.beginTransaction();
      zombie.send(record("posts", 0, "zombie", Counters.post("zombie", 0)));
      zombie.flush();

      SourceRunner.run("counters", stack, List.of(source), RunOptions.once());

      assertThatThrownBy(zombie::commitTransaction).isInstanceOf(ApiException.class);
    }
    assertEachOnce(List.of(source), 70);
  }

  @Test
  void anotherApplicationsOpenTransactionHidesNoCursor() throws Exception {
    Source half = new Counters.Polled("count/0", 70, Duration.ZERO);
    Source whole = new Counters.Polled("count/0", 140, Duration.ZERO);
    int shard = Shards.of(half.scope());
    try (Lifeline life = new Lifeline();
        KafkaProducer<byte[], byte[]> other = producer("others", shard)) {
      other.initTransactions();
      CompletableFuture<RunSummary> running = start(half, life);
      await().atMost(PATIENCE).until(() -> shownRecords() == 70 || shownState().equals("waiting"));
      other.beginTransaction();
      other.send(record("cursors", shard, "other/0", cursor("other/0")));
      other.flush();
      // The source's next poll commits a cursor behind the open transaction.
      await().atMost(PATIENCE).until(() -> cursorEnds(shard) > endOfCommitted(shard) + 2);
      life.end();
      running.get(1, TimeUnit.MINUTES);

      CompletableFuture<RunSummary> again = start(whole, RunOptions.once());
      await().during(Duration.ofSeconds(2)).until(() -> !again.isDone());
      other.abortTransaction();

      assertThat(again.get(1, TimeUnit.MINUTES).records()).isEqualTo(70);
    }
    assertEachOnce(List.of(whole), 140);
  }

  @Test
  void aBrokerThatIsKilledIsWaitedFor() throws Exception {
    List<Source> sources = Counters.sources(4, 2100, Duration.ofMillis(10));
    try (Lifeline life = new Lifeline()) {
      CompletableFuture<RunSummary> running =
          CompletableFuture.supplyAsync(() -> run(sources, options().withLifeline(life.in)));
      await().atMost(PATIENCE).until(() -> shownRecords() > 100);

      servers.child(Part.KAFKA).kill();
      servers.restart(Part.KAFKA);

      assertEachOnce(sources, 2100);
      life.end();
      running.get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void aForgottenSourceStartsAnew() throws Exception {
    Source source = new Counters.Polled("count/0", 70, Duration.ZERO);
    int shard = Shards.of(source.scope());
    try (Lifeline life = new Lifeline()) {
      CompletableFuture<RunSummary> running = start(source, life);
      await().atMost(PATIENCE).until(() -> shownRecords() == 70);

      Cursor deleted = cursor("count/0");
      deleted.setDeleted(true);
      try (KafkaProducer<byte[], byte[]> operator = producer("operator", shard)) {
        operator.initTransactions();
        operator.beginTransaction();
        operator.send(record("cursors", shard, "count/0", deleted));
        operator.commitTransaction();
      }

      await().atMost(PATIENCE).until(() -> shownRecords() == 140);
      life.end();
      running.get(1, TimeUnit.MINUTES);
    }
  }

  private CompletableFuture<RunSummary> start(Source source, Lifeline life) {
    return start(source, options().withLifeline(life.in));
  }

  private CompletableFuture<RunSummary> start(Source source, RunOptions options) {
    return CompletableFuture.supplyAsync(() -> run(List.of(source), options));
  }

  private RunSummary run(List<Source> sources, RunOptions options) {
    try {
      return SourceRunner.run("counters", stack, sources, options);
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private RunOptions options() {
    return RunOptions.forever().withStatusFile(status("here"));
  }

  private Process instance(String name, int polls, int total) throws IOException {
    Path settings = run.resolve(name + ".yaml");
    Files.writeString(settings, SettingsFile.parse("", name).with("stack", stack).yaml());
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            RunnerProcess.class.getName(),
            settings.toString(),
            status(name).toString(),
            Integer.toString(polls),
            Integer.toString(total))
        .redirectOutput(run.resolve(name + ".log").toFile())
        .redirectErrorStream(true)
        .start();
  }

  private Path status(String name) {
    return run.resolve(name + ".json");
  }

  private List<ProgramStatus.Part> parts(String name) throws IOException {
    return StatusFile.read(status(name)).map(ProgramStatus::parts).orElse(List.of());
  }

  private int owned(String name) throws IOException {
    return parts(name).stream()
        .filter(part -> part.name().equals("shards"))
        .mapToInt(part -> ((Number) part.facts().get("owned")).intValue())
        .sum();
  }

  private long records(String name) throws IOException {
    return parts(name).stream()
        .filter(part -> part.facts().containsKey("records"))
        .mapToLong(part -> ((Number) part.facts().get("records")).longValue())
        .sum();
  }

  private long shownRecords() throws IOException {
    return records("here");
  }

  private String shownState() throws IOException {
    return parts("here").stream()
        .filter(part -> part.name().equals("count/0"))
        .map(ProgramStatus.Part::state)
        .findFirst()
        .orElse("");
  }

  private String shownDetail() throws IOException {
    return parts("here").stream()
        .filter(part -> part.name().equals("count/0"))
        .map(ProgramStatus.Part::detail)
        .findFirst()
        .orElse("");
  }

  private void assertEachOnce(List<Source> sources, int total) throws Exception {
    Set<String> expected = new TreeSet<>();
    for (Source source : sources) {
      for (int number = 0; number < total; number++) {
        expected.add("test|" + source.id() + ":" + number);
      }
    }
    Map<String, List<String>> seen = new TreeMap<>();
    try (KafkaConsumer<byte[], byte[]> reader = reader("posts", "read_committed")) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      long quietUntil = 0;
      while (System.nanoTime() < deadline
          && (!seen.keySet().equals(expected) || System.nanoTime() < quietUntil)) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(500))) {
          seen.computeIfAbsent(
                  new String(record.key(), StandardCharsets.UTF_8), key -> new ArrayList<>())
              .add(
                  "%d@%d %s"
                      .formatted(
                          record.partition(),
                          record.offset(),
                          Instant.ofEpochMilli(record.timestamp())));
          quietUntil = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        }
      }
    }
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(seen.keySet());
    assertThat(missing).as("missing, of %d", expected.size()).isEmpty();
    seen.values().removeIf(places -> places.size() == 1);
    assertThat(seen).as("written more than once").isEmpty();
  }

  /** Each source's interval that starts last, as it stands now. */
  private Map<String, CoverageInterval> newestCoverage() throws Exception {
    Map<String, CoverageInterval> newest = new HashMap<>();
    try (RegistryClient registry = RegistryClient.create(stack.registryUrl());
        KafkaConsumer<byte[], byte[]> reader = reader("coverage", "read_committed")) {
      RecordDecoder decoder = new RecordDecoder(registry);
      Map<TopicPartition, Long> ends = reader.endOffsets(reader.assignment());
      while (ends.entrySet().stream()
          .anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(500))) {
          CoverageInterval one = decoder.decode(record.value(), CoverageInterval.class);
          newest.merge(
              one.getSource(),
              one,
              (old, next) -> next.getStart().isBefore(old.getStart()) ? old : next);
        }
      }
    }
    return newest;
  }

  private KafkaConsumer<byte[], byte[]> reader(String topic, String isolation) {
    KafkaConsumer<byte[], byte[]> reader =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", stack.bootstrapServers(), "isolation.level", isolation),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    reader
        .partitionsFor(stack.topicPrefix() + topic)
        .forEach(one -> partitions.add(new TopicPartition(one.topic(), one.partition())));
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
    return reader;
  }

  private long endOfCommitted(int shard) {
    return cursorEnd(shard, "read_committed");
  }

  private long cursorEnds(int shard) {
    return cursorEnd(shard, "read_uncommitted");
  }

  private long cursorEnd(int shard, String isolation) {
    TopicPartition partition = new TopicPartition(stack.topicPrefix() + "cursors", shard);
    try (KafkaConsumer<byte[], byte[]> reader = reader("cursors", isolation)) {
      return reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }
  }

  private KafkaProducer<byte[], byte[]> producer(String application, int shard) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            stack.bootstrapServers(),
            "transactional.id",
            stack.topicPrefix() + application + "-" + shard,
            "max.block.ms",
            "20000"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private ProducerRecord<byte[], byte[]> record(
      String topic, int partition, String key, SpecificRecord value) throws IOException {
    String name = stack.topicPrefix() + topic;
    byte[] bytes =
        new RecordEncoder(RegistryClient.create(stack.registryUrl())).encode(name, value);
    return new ProducerRecord<>(name, partition, key.getBytes(StandardCharsets.UTF_8), bytes);
  }

  private static Cursor cursor(String source) {
    return Cursor.newBuilder()
        .setSource(source)
        .setPosition("")
        .setUpdatedAt(Instant.now())
        .build();
  }

  /** What a supervised program has as its standard input. */
  private static final class Lifeline implements AutoCloseable {

    private final PipedInputStream in = new PipedInputStream();
    private final PipedOutputStream out;

    Lifeline() throws IOException {
      out = new PipedOutputStream(in);
    }

    void end() throws IOException {
      out.close();
    }

    @Override
    public void close() throws IOException {
      end();
    }
  }
}
