package dev.weir.tests.spark;

import static dev.weir.tests.spark.SparkServers.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.infra.stream.CoverageBook;
import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Post;
import dev.weir.schemas.record.Window;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.topic.Keys;
import dev.weir.schemas.wire.WireFormat;
import dev.weir.tests.cli.Publisher;
import dev.weir.trial.Kept;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a query makes of a log that hides records, and of one that has lost some. */
class LogIT {

  private static final List<String> COUNTS = List.of("counts");
  private static final String SOURCE = "mastodon/town";
  private static final String QUERY = "query/counts";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private final Instant begin = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private SparkServers servers;
  private Kept kept;
  private int published;

  @BeforeEach
  void startServers() throws Exception {
    servers =
        SparkServers.start(
            folder,
            "time: {window: 2s, allowed-lateness: 1s, skew: 1s, margin: 1s, hop-size: 4s, hop-slide: 2s}");
    kept = new Kept(servers.active());
  }

  @AfterEach
  void stop() throws Exception {
    servers.close();
  }

  @Test
  void recordsThatAnOpenTransactionHidesAreNotOvertakenByHeartbeats() throws Exception {
    SparkProcess spark = servers.spark("spark", COUNTS);
    patiently().until(() -> spark.allAre("running"));
    publish(10);
    try (Publisher dying = Publisher.transactional(servers.active().stack())) {
      for (int i = 0; i < 20; i++) {
        dying.send("posts", "mastodon|hidden" + i, post("hidden" + i));
      }
      // Those that share a partition with them are hidden as well.
      publish(10);
      // Long enough for a watermark that ran ahead to pass them.
      Instant passed = Instant.now().plusSeconds(15);
      patiently()
          .until(
              () -> {
                beat();
                return Instant.now().isAfter(passed);
              });
      dying.commit();
      published += 20;
    }
    patiently()
        .untilAsserted(
            () -> {
              beat();
              assertThat(counted()).isEqualTo(published);
            });
    assertThat(dropped(spark)).isZero();
  }

  @Test
  void recordsThatExpiredUnreadAreRefusedThenAcceptedAndThenCountAsAGap() throws Exception {
    SparkProcess first = servers.spark("first", COUNTS);
    patiently().until(() -> first.allAre("running"));
    publish(10);
    patiently()
        .untilAsserted(
            () -> {
              beat();
              assertThat(finals()).anySatisfy(window -> assertThat(window.getRows()).isPositive());
            });
    first.close();
    publish(10);
    expireAll();
    publish(10);

    SparkProcess refused = servers.spark("refused", COUNTS);
    patiently().until(() -> refused.allAre("refused"));
    assertThat(refused.queries().get(0).detail())
        .contains("records expired before they were read", "--accept-gap");
    SparkProcess accepted = servers.spark("accepted", COUNTS, "--accept-gap");
    awaitGapInWindows();
    accepted.close();
    CoverageBook book = new CoverageBook();
    kept.coverage().forEach(book::apply);
    assertThat(book.queries())
        .singleElement()
        .satisfies(
            query -> {
              assertThat(query.source()).isEqualTo(QUERY);
              assertThat(query.gaps())
                  .isNotEmpty()
                  .allSatisfy(
                      gap -> assertThat(gap.reason()).isEqualTo("expired before it was read"));
            });
  }

  @Test
  void aGenerationThatBeginsOverAnExpiredLogDoesNotClaimTheTimeBeforeAsEmpty() throws Exception {
    publish(10);
    beat();
    expireAll();
    publish(10);
    SparkProcess spark = servers.spark("spark", COUNTS);
    awaitGapInWindows();
    assertThat(gaps()).allSatisfy(gap -> assertThat(gap.getStart()).isEqualTo(Instant.EPOCH));
    patiently().until(() -> spark.allAre("running"));
    // What comes after it is complete again.
    patiently()
        .untilAsserted(
            () -> {
              beat();
              assertThat(finals())
                  .anySatisfy(window -> assertThat(window.getSourcesComplete()).isEqualTo(1));
            });
    Instant gapEnd = gapEnd();
    assertThat(finals())
        .filteredOn(window -> window.getWindowStart().isBefore(gapEnd))
        .isNotEmpty()
        .allSatisfy(window -> assertThat(window.getSourcesGap()).isPositive());
  }

  @Test
  void aFieldThatANewerWriterAddsIsKeptFromItsFirstRecordOn() throws Exception {
    SparkProcess spark = servers.spark("spark", List.of("history"));
    publish(5);
    patiently().untilAsserted(() -> assertThat(kept.posts()).hasSize(published));
    publishWithMood("calm");
    publish(5);
    patiently()
        .untilAsserted(
            () -> {
              List<Object> moods = new ArrayList<>();
              kept.rows("SELECT mood FROM posts", row -> moods.add(row.get(0)));
              assertThat(moods).hasSize(published).containsOnlyOnce("calm");
            });
    patiently().until(() -> spark.allAre("running"));
    assertThat(kept.posts()).hasSize(published);
  }

  /** A post of a writer whose schema has a field more. */
  private void publishWithMood(String mood) throws Exception {
    ObjectNode newer = (ObjectNode) new ObjectMapper().readTree(Post.getClassSchema().toString());
    newer
        .withArray("fields")
        .addObject()
        .put("name", "mood")
        .putNull("default")
        .putArray("type")
        .add("null")
        .add("string");
    Schema schema = new Schema.Parser().parse(newer.toString());
    GenericRecord record = new GenericData.Record(schema);
    Post known = post("with mood");
    known
        .getSchema()
        .getFields()
        .forEach(field -> record.put(field.name(), known.get(field.pos())));
    record.put("mood", mood);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema, SpecificData.getForClass(Post.class))
        .write(record, encoder);
    encoder.flush();
    try (RegistryClient registry = RegistryClient.create(servers.active().stack().registryUrl());
        Publisher publisher = new Publisher(servers.active().stack())) {
      int id = registry.register("weir.posts-value", schema);
      publisher.sendBytes("posts", "mastodon|mood", WireFormat.frame(id, out.toByteArray()));
    }
    published++;
  }

  private void awaitGapInWindows() {
    patiently()
        .untilAsserted(
            () -> {
              beat();
              assertThat(finals())
                  .anySatisfy(
                      window ->
                          assertThat(window.getIncompleteSources())
                              .contains(QUERY + ": expired before it was read"));
            });
  }

  private List<CoverageInterval> gaps() throws IOException {
    return kept.coverage().stream()
        .filter(interval -> interval.getSource().equals(QUERY))
        .filter(interval -> interval.getStatus().equals("gap"))
        .toList();
  }

  private Instant gapEnd() throws IOException {
    return gaps().stream()
        .map(CoverageInterval::getEnd)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private List<Window> finals() throws IOException {
    return kept.windows().stream().filter(window -> window.getStatus().equals("final")).toList();
  }

  private long counted() throws IOException {
    return kept.aggregates().stream()
        .filter(number -> number.getMetric().equals("rows"))
        .map(Aggregate::getValues)
        .mapToLong(values -> values.getOrDefault("count", 0L))
        .sum();
  }

  private static long dropped(SparkProcess spark) throws IOException {
    return spark.queries().stream()
        .mapToLong(query -> ((Number) query.facts().getOrDefault("rows_dropped", 0)).longValue())
        .sum();
  }

  /** As retention does. */
  private void expireAll() throws Exception {
    try (Admin admin = servers.admin()) {
      List<TopicPartition> partitions =
          admin.describeTopics(List.of("weir.posts")).allTopicNames().get().values().stream()
              .flatMap(
                  topic ->
                      topic.partitions().stream()
                          .map(part -> new TopicPartition(topic.name(), part.partition())))
              .toList();
      Map<TopicPartition, RecordsToDelete> read = new HashMap<>();
      admin
          .listOffsets(
              partitions.stream()
                  .collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest())))
          .all()
          .get()
          .forEach(
              (partition, end) -> read.put(partition, RecordsToDelete.beforeOffset(end.offset())));
      admin.deleteRecords(read).all().get();
    }
  }

  /** The source is heard, and claims to be complete until now. */
  private void beat() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    CoverageInterval interval =
        CoverageInterval.newBuilder()
            .setSource(SOURCE)
            .setScope("all")
            .setStart(begin.minusSeconds(3600))
            .setEnd(now)
            .setStatus("complete")
            .setObservedAt(now)
            .build();
    try (Publisher publisher = new Publisher(servers.active().stack())) {
      publisher.send("coverage", Keys.coverage(interval), interval);
    }
  }

  private void publish(int posts) throws Exception {
    try (Publisher publisher = new Publisher(servers.active().stack())) {
      for (int i = 0; i < posts; i++) {
        String id = Integer.toString(published);
        publisher.send("posts", "mastodon|" + id, post(id));
        published++;
      }
    }
  }

  private static Post post(String id) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return Post.newBuilder()
        .setNetwork("mastodon")
        .setId(id)
        .setVersion("1")
        .setOperation("CREATE")
        .setEventTime(now)
        .setObservedAt(now)
        .setSource(SOURCE)
        .build();
  }
}
