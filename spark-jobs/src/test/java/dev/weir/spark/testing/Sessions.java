package dev.weir.spark.testing;

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
          .config("spark.sql.streaming.noDataMicroBatches.enabled", "false")
          .getOrCreate();

  private Sessions() {}

  public static SparkSession session() {
    return SESSION;
  }
}
