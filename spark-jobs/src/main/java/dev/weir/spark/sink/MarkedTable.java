package dev.weir.spark.sink;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.types.StructType;

/** An Iceberg table, each of whose snapshots says which batch made it. One writer at a time. */
public final class MarkedTable {

  /** Property of a table, with a query's name after it: who may write the query's snapshots. */
  static final String OWNER = "weir.owner.";

  /** Property of a table, with a query's name after it: which log its offsets belong to. */
  private static final String LOG = "weir.log.";

  /** Property of a snapshot: who wrote it. */
  static final String WRITER = "weir.writer";

  private static final String FANOUT = "write.spark.fanout.enabled";
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "format-version",
          "2",
          "write.distribution-mode",
          "none",
          // Rows are sorted by partition within a task, which then has one open file at a time:
          // with a writer for each partition, posts of 500 days needed more than 1 GB.
          FANOUT,
          "false",
          "write.parquet.compression-codec",
          "zstd",
          "write.metadata.delete-after-commit.enabled",
          "true",
          "write.metadata.previous-versions-max",
          "20",
          "commit.retry.num-retries",
          "10");

  private final SparkSession session;
  private final String name;
  private final String writer;

  /**
   * A table for reading, and for writers that nobody competes with.
   *
   * @param name with catalogue and namespace
   */
  public MarkedTable(SparkSession session, String name) {
    this(session, name, "");
  }

  /**
   * @param writer who writes; empty for nobody in particular
   */
  public MarkedTable(SparkSession session, String name, String writer) {
    this.session = session;
    this.name = name;
    this.writer = writer;
  }

  /**
   * Makes the writer the only one whose snapshots of a query the table takes. Those of an earlier
   * owner are refused from now on, with a {@link FencedException}, however far they have got.
   *
   * @param log that its markers belong to
   */
  public void claim(String query, LogIdentity log) {
    load().updateProperties().set(OWNER + query, writer).set(LOG + query, log.text()).commit();
  }

  /** The log that a query's markers belong to. */
  public LogIdentity log(String query) {
    String text = load().properties().get(LOG + query);
    return text == null ? LogIdentity.UNKNOWN : LogIdentity.parse(text);
  }

  /**
   * Creates the table where it is missing, and adds the fields that it lacks.
   *
   * @param partition by what its files are laid into folders, such as {@code days(event_time)}
   * @param unmeasured columns of texts and names, whose bounds must not stay in the manifests
   */
  public void create(StructType type, String partition, List<String> unmeasured) {
    if (exists()) {
      evolve(type);
      return;
    }
    Map<String, String> properties = new LinkedHashMap<>(PROPERTIES);
    unmeasured.forEach(column -> properties.put("write.metadata.metrics.column." + column, "none"));
    String listed =
        properties.entrySet().stream()
            .map(property -> "'%s'='%s'".formatted(property.getKey(), property.getValue()))
            .collect(Collectors.joining(", "));
    session.sql("CREATE NAMESPACE IF NOT EXISTS " + name.substring(0, name.lastIndexOf('.')));
    session.sql(
        "CREATE TABLE IF NOT EXISTS %s (%s) USING iceberg PARTITIONED BY (%s) TBLPROPERTIES (%s)"
            .formatted(name, type.toDDL(), partition, listed));
  }

  /** Adds fields that the table lacks, at any depth; removes and narrows nothing. */
  private void evolve(StructType type) {
    Table table = load();
    table.updateSchema().unionByNameWith(SparkSchemaUtil.convert(type)).commit();
    if (!"false".equals(table.properties().get(FANOUT))) {
      table.updateProperties().set(FANOUT, "false").commit();
    }
  }

  /** The latest marker of a query. */
  public Optional<Marker> lastMarker(String query) {
    Table table = load();
    Snapshot current = table.currentSnapshot();
    if (current == null) {
      return Optional.empty();
    }
    for (Snapshot snapshot : SnapshotUtil.ancestorsOf(current.snapshotId(), table::snapshot)) {
      Optional<Marker> marker = Marker.of(snapshot.summary(), query);
      if (marker.isPresent()) {
        return marker;
      }
    }
    return Optional.empty();
  }

  /** When it was last written to, by the writer's clock; empty before the first time. */
  public Optional<Instant> lastWritten() {
    return Optional.ofNullable(load().currentSnapshot())
        .map(snapshot -> Instant.ofEpochMilli(snapshot.timestampMillis()));
  }

  /** Writes rows and marker in one commit. */
  public void append(Dataset<Row> rows, Marker marker) {
    DataFrameWriterV2<Row> writer = rows.writeTo(name);
    for (Map.Entry<String, String> property : properties(marker).entrySet()) {
      writer = writer.option("snapshot-property." + property.getKey(), property.getValue());
    }
    try {
      writer.append();
    } catch (NoSuchTableException e) {
      throw new IllegalStateException("Expected the table " + name + " to exist", e);
    }
  }

  /** Writes a marker without rows. */
  public void mark(Marker marker) {
    AppendFiles append = load().newAppend();
    properties(marker).forEach(append::set);
    append.commit();
  }

  private Map<String, String> properties(Marker marker) {
    Map<String, String> properties = new LinkedHashMap<>(marker.properties());
    if (!writer.isEmpty()) {
      properties.put(WRITER, writer);
    }
    return properties;
  }

  /**
   * Forgets snapshots that were made before a time, but for the last one: each commit writes the
   * list of all of them. The rows, and the last marker with them, stay.
   */
  public void forgetSnapshots(Instant before) {
    load().expireSnapshots().expireOlderThan(before.toEpochMilli()).retainLast(1).commit();
  }

  /** The rows of now. */
  public Dataset<Row> rows() {
    return session.table(name);
  }

  /** Whether it has been created. */
  public boolean exists() {
    return session.catalog().tableExists(name);
  }

  private Table load() {
    try {
      return Spark3Util.loadIcebergTable(session, name);
    } catch (NoSuchTableException | ParseException e) {
      throw new IllegalStateException("Expected the table " + name + " to exist", e);
    }
  }
}
