package dev.weir.spark.testing;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** One local session for all tests of a JVM. */
public final class Sessions {

  private static final SparkSession SESSION =
      SparkSession.builder()
          .master("local[2]")
          .appName("tests")
          .config("spark.ui.enabled", "false")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.sql.session.timeZone", "UTC")
          .config("spark.sql.shuffle.partitions", "2")
          .config(
              "spark.sql.streaming.stateStore.providerClass",
              "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider")
          .config("spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled", "true")
          .config("spark.sql.streaming.stateStore.rocksdb.trackTotalNumberOfRows", "true")
          .config("spark.sql.streaming.join.stateFormatVersion", "3")
          .config("spark.sql.streaming.noDataMicroBatches.enabled", "false")
          .config(
              "spark.sql.extensions",
              "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
          .getOrCreate();

  private Sessions() {}

  public static SparkSession session() {
    return SESSION;
  }

  /** A session with the catalogue {@code weir} in a folder: SQLite and plain files. */
  public static SparkSession withCatalog(Path folder) {
    SparkSession session = SESSION.newSession();
    String catalog = "spark.sql.catalog.weir";
    session.conf().set(catalog, "org.apache.iceberg.spark.SparkCatalog");
    session.conf().set(catalog + ".catalog-impl", "dev.weir.spark.sink.FencedCatalog");
    session.conf().set(catalog + ".uri", "jdbc:sqlite:" + folder.resolve("catalog.db"));
    session.conf().set(catalog + ".jdbc.schema-version", "V1");
    session.conf().set(catalog + ".warehouse", folder.resolve("warehouse").toUri().toString());
    session.conf().set(catalog + ".cache-enabled", "false");
    return session;
  }
}
