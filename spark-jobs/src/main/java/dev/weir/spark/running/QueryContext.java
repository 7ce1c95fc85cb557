package dev.weir.spark.running;

import dev.weir.schemas.registry.IncompatibleSchemaException;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.settings.TimeSettings;
import dev.weir.schemas.topic.Topic;
import dev.weir.schemas.topic.TopicCatalog;
import dev.weir.schemas.topic.Topics;
import dev.weir.spark.decode.Decoding;
import dev.weir.spark.decode.RegistryLink;
import dev.weir.spark.decode.SchemaSource;
import dev.weir.spark.owner.Claim;
import dev.weir.spark.sink.MarkedTable;
import dev.weir.spark.sink.TopicWriter;
import dev.weir.spark.source.AlignedKafka;
import dev.weir.spark.source.AlignedKafka.Role;
import dev.weir.spark.stack.JobSettings;
import dev.weir.spark.stack.KafkaLink;
import dev.weir.spark.stack.SparkSessions;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;

/**
 * What a query needs in order to start.
 *
 * @param session its own
 * @param generation of its checkpoint
 * @param gaps whether it goes on where records have expired
 * @param claim in whose name it writes
 */
public record QueryContext(
    SparkSession session,
    JobSettings settings,
    KafkaLink kafka,
    RegistryLink registry,
    TopicCatalog topics,
    Checkpoint checkpoint,
    long generation,
    Gaps gaps,
    Claim claim) {

  /** Reads of one context are planned together. */
  private AlignedKafka.Batches batches() {
    return new AlignedKafka.Batches(
        checkpoint.location() + "@" + session.hashCode(),
        kafka.topic(Topics.COVERAGE),
        settings.queries().maxOffsetsPerTrigger());
  }

  public TimeSettings time() {
    return settings.time();
  }

  public SchemaSource schemas() {
    return SchemaSource.of(registry);
  }

  /** Revision of what a batch writes. */
  public long revision(long batch) {
    return Generations.revision(generation, batch);
  }

  /** The id of a topic's value schema. */
  public int schemaId(String topic)
      throws RegistryUnavailableException, IncompatibleSchemaException {
    Topic found = topics.topic(topic);
    return registry.client().register(found.subject(kafka.prefix()), found.valueSchema());
  }

  /** Writes to a topic in the owner's name. */
  public TopicWriter writer(String topic) {
    return new TopicWriter(claim, topic);
  }

  /** A table of the history, written in the owner's name. */
  public MarkedTable table(String name) {
    return new MarkedTable(
        session, SparkSessions.CATALOG + ".history." + name, claim.owner().text());
  }

  /**
   * Raw records of topics, committed ones only, from the log's start unless the checkpoint says.
   */
  public DataStreamReader source(String... names) {
    return session
        .readStream()
        .format("kafka")
        .options(kafka.sparkOptions())
        .option(
            "subscribe", Arrays.stream(names).map(kafka::topic).collect(Collectors.joining(",")))
        .option("startingOffsets", "earliest")
        .option("kafka.isolation.level", "read_committed")
        .option("failOnDataLoss", gaps == Gaps.REFUSED)
        .option("groupIdPrefix", kafka.prefix() + "spark");
  }

  /**
   * Decoded records of a topic, in bounded batches that {@link #coverage} does not run ahead of.
   * Those that cannot be decoded are history's business.
   *
   * @param fields the only ones that are read out of the bytes; those of the heaviest stay unread
   */
  public Dataset<Row> records(String topic, Set<String> fields) {
    return decoded(batches().apply(source(topic), Role.DATA), topic, fields);
  }

  /** Decoded heartbeats. The topic is compacted, so that holes in it are no loss. */
  public Dataset<Row> coverage() {
    return decoded(
        batches().apply(source(Topics.COVERAGE).option("failOnDataLoss", false), Role.HEARTBEATS),
        Topics.COVERAGE,
        Set.of("source", "end", "status", "observed_at"));
  }

  private Dataset<Row> decoded(DataStreamReader source, String topic, Set<String> fields) {
    Schema reader = Decoding.project(topics.topic(topic).valueSchema(), fields);
    return Decoding.records(parts(source.load()), reader, schemas());
  }

  /** No more tasks than parts of state: a task of a small batch costs more than its records. */
  public Dataset<Row> parts(Dataset<Row> source) {
    return source.coalesce(settings.queries().shufflePartitions());
  }
}
