package dev.weir.infra.history;

import dev.weir.infra.s3.ObjectLocation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types;

/**
 * Writes a history as the Spark job does, as far as a reader can tell: Iceberg commits it, DuckDB
 * writes the Parquet.
 */
final class HistoryWriter implements AutoCloseable {

  static final Schema POSTS =
      new Schema(
          Types.NestedField.required(1, "network", Types.StringType.get(), "The network."),
          Types.NestedField.required(2, "id", Types.StringType.get()),
          Types.NestedField.required(3, "version", Types.StringType.get()),
          Types.NestedField.required(4, "operation", Types.StringType.get()),
          Types.NestedField.required(5, "event_time", Types.TimestampType.withZone()),
          Types.NestedField.required(6, "observed_at", Types.TimestampType.withZone()),
          Types.NestedField.optional(7, "text", Types.StringType.get()),
          Types.NestedField.optional(
              8, "tags", Types.ListType.ofOptional(9, Types.StringType.get())));

  private final FolderStore store;
  private final JdbcCatalog catalog;

  HistoryWriter(FolderStore store, Path catalogFile) throws Exception {
    this.store = store;
    Files.createDirectories(catalogFile.getParent());
    catalog = new JdbcCatalog(properties -> new FolderFileIo(), null, true);
    catalog.initialize(
        "weir",
        Map.of(
            "uri",
            "jdbc:sqlite:" + catalogFile,
            "warehouse",
            "s3a://weir/warehouse",
            "jdbc.schema-version",
            "V1"));
    if (!catalog.namespaceExists(Namespace.of("history"))) {
      catalog.createNamespace(Namespace.of("history"), Map.of());
    }
  }

  Table posts() {
    TableIdentifier name = TableIdentifier.of("history", "posts");
    if (!catalog.tableExists(name)) {
      catalog.createTable(name, POSTS, PartitionSpec.builderFor(POSTS).day("event_time").build());
    }
    return catalog.loadTable(name);
  }

  /**
   * Appends one file to posts, in one commit.
   *
   * @param day the partition
   * @param rows rows as VALUES of network, id, version, operation, event_time, observed_at, text,
   *     tags
   * @return the snapshot's id
   */
  long append(String day, String... rows) throws Exception {
    Table table = posts();
    String path =
        table.location() + "/data/event_time_day=" + day + "/" + UUID.randomUUID() + ".parquet";
    Path file = store.file(ObjectLocation.parse(path));
    Files.createDirectories(file.getParent());
    write(file, rows);
    DataFile data =
        DataFiles.builder(table.spec())
            .withPath(path)
            .withFileSizeInBytes(Files.size(file))
            .withPartitionPath("event_time_day=" + day)
            .withRecordCount(rows.length)
            .withFormat("parquet")
            .build();
    table.newAppend().appendFile(data).commit();
    return table.currentSnapshot().snapshotId();
  }

  private static void write(Path file, String... rows) throws Exception {
    String values =
        Arrays.stream(rows).map(row -> "(" + row + ")").collect(Collectors.joining(","));
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute(
          """
          COPY (SELECT a AS network, b AS id, c AS version, d AS operation, e::TIMESTAMPTZ AS event_time,
                f::TIMESTAMPTZ AS observed_at, g::VARCHAR AS text, h::VARCHAR[] AS tags
                FROM (VALUES %s) AS t(a, b, c, d, e, f, g, h))
          TO '%s' (FORMAT parquet, FIELD_IDS {network: 1, id: 2, version: 3, operation: 4, event_time: 5,
                   observed_at: 6, text: 7, tags: {__duckdb_field_id: 8, element: 9}})
          """
              .formatted(values, file));
    }
  }

  @Override
  public void close() {
    catalog.close();
  }

  /** Files in the store's folder, under their names in the bucket. */
  private final class FolderFileIo implements FileIO {
    private static final long serialVersionUID = 1L;

    private File file(String path) {
      return store.file(ObjectLocation.parse(path)).toFile();
    }

    @Override
    public InputFile newInputFile(String path) {
      InputFile local = org.apache.iceberg.Files.localInput(file(path));
      return new InputFile() {
        @Override
        public long getLength() {
          return local.getLength();
        }

        @Override
        public SeekableInputStream newStream() {
          return local.newStream();
        }

        @Override
        public String location() {
          return path;
        }

        @Override
        public boolean exists() {
          return local.exists();
        }
      };
    }

    @Override
    public OutputFile newOutputFile(String path) {
      OutputFile local = org.apache.iceberg.Files.localOutput(file(path));
      return new OutputFile() {
        @Override
        public PositionOutputStream create() {
          return local.create();
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
          return local.createOrOverwrite();
        }

        @Override
        public String location() {
          return path;
        }

        @Override
        public InputFile toInputFile() {
          return newInputFile(path);
        }
      };
    }

    @Override
    public void deleteFile(String path) {
      file(path).delete();
    }
  }
}
