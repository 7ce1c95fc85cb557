package dev.weir.spark.source;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.kafka010.KafkaSourceProvider;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Spark's own Kafka source, of which only the planning of batches is another: see {@link
 * BatchPlanner}. Rows, options, offsets and checkpoints are the same, so a checkpoint that was
 * begun with the one goes on with the other.
 */
public final class AlignedKafka implements TableProvider {

  static final String PLAN = "weir.plan";
  static final String ROLE = "weir.role";
  static final String HEARTBEATS = "weir.heartbeats";
  static final String MAX_RECORDS = "weir.max-records";

  private final KafkaSourceProvider kafka = new KafkaSourceProvider();

  /** Made by Spark, from its name. */
  public AlignedKafka() {}

  /** What a stream is to a query. */
  public enum Role {
    DATA,
    HEARTBEATS
  }

  /**
   * The batches of a query's run.
   *
   * @param id names the run; streams with the same one are planned together
   * @param heartbeats the heartbeats' topic
   * @param maxRecords of a stream in a batch
   */
  public record Batches(String id, String heartbeats, long maxRecords) {

    /** Lets a reader of Kafka take part. */
    public DataStreamReader apply(DataStreamReader reader, Role role) {
      return reader
          .format(AlignedKafka.class.getName())
          .option(PLAN, id)
          .option(ROLE, role.name())
          .option(HEARTBEATS, heartbeats)
          .option(MAX_RECORDS, maxRecords);
    }
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return kafka.inferSchema(options);
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new AlignedTable(
        (SupportsRead) kafka.getTable(new CaseInsensitiveStringMap(properties)));
  }

  private static final class AlignedTable implements SupportsRead {
    private final SupportsRead table;

    AlignedTable(SupportsRead table) {
      this.table = table;
    }

    @Override
    public String name() {
      return "Kafka";
    }

    @Override
    @SuppressWarnings("deprecation") // columns() is made of it
    public StructType schema() {
      return table.schema();
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.MICRO_BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      return () -> new AlignedScan(table.newScanBuilder(options).build(), options);
    }
  }

  private static final class AlignedScan implements Scan {
    private final Scan scan;
    private final CaseInsensitiveStringMap options;

    AlignedScan(Scan scan, CaseInsensitiveStringMap options) {
      this.scan = scan;
      this.options = options;
    }

    @Override
    public StructType readSchema() {
      return scan.readSchema();
    }

    @Override
    public String description() {
      return scan.description();
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
      return scan.supportedCustomMetrics();
    }

    private String required(String option) {
      String value = options.get(option);
      if (value == null) {
        throw new IllegalArgumentException("Expected the option " + option + ", got: none");
      }
      return value;
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
      Map<String, Object> client = new HashMap<>();
      options
          .asCaseSensitiveMap()
          .forEach(
              (key, value) -> {
                if (key.startsWith("kafka.")) {
                  client.put(key.substring("kafka.".length()), value);
                }
              });
      SharedPlanner planner =
          SharedPlanner.acquire(
              required(PLAN),
              () ->
                  new BatchPlanner(
                      new KafkaLog(client, required(HEARTBEATS)),
                      options.getLong(MAX_RECORDS, Long.MAX_VALUE),
                      System::nanoTime));
      return new AlignedStream(
          scan.toMicroBatchStream(checkpointLocation), planner, Role.valueOf(required(ROLE)));
    }
  }
}
