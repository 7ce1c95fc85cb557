package dev.weir.spark.stack;

import dev.weir.schemas.settings.StackSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The Spark configuration that the jobs rely on; what a user gave on the command line stays. */
public final class SparkSessions {

  /** Name of the Iceberg catalogue. */
  public static final String CATALOG = "weir";

  private static final String STREAMING = "spark.sql.streaming.";

  private SparkSessions() {}

  /** The session of this application, started if there is none. */
  public static SparkSession start(JobSettings settings) {
    CatalogFolder.make(settings.stack().catalogUri());
    SparkSession.Builder builder = SparkSession.builder().appName("weir");
    Map<String, String> given = given();
    options(settings)
        .forEach(
            (key, value) -> {
              if (!given.containsKey(key)) {
                builder.config(key, value);
              }
            });
    return builder.getOrCreate();
  }

  private static Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    System.getProperties()
        .forEach((key, value) -> given.put(String.valueOf(key), String.valueOf(value)));
    return given;
  }

  /** All settings that differ from Spark's own. */
  public static Map<String, String> options(JobSettings settings) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("spark.scheduler.mode", "FAIR");
    options.put("spark.ui.enabled", "false");
    options.put("spark.sql.session.timeZone", "UTC");
    // Else each session has a class loader of its own, which asks the driver for every class it
    // lacks.
    options.put("spark.sql.artifact.isolation.enabled", "false");
    options.put("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    options.put("spark.sql.shuffle.partitions", settings.queries().shufflePartitions().toString());
    options.put(
        "spark.sql.extensions",
        "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
    // Five queries have more generated classes than the 100 that Spark keeps: it compiled them anew
    // in each batch.
    options.put("spark.sql.codegen.cache.maxEntries", "2000");
    // Each task would write the source code of its projections anew, only to find it in that cache.
    // That took a fifth of the processor; a small batch is read faster without.
    options.put("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    options.put("spark.sql.ui.retainedExecutions", "5");
    options.put("spark.ui.retainedJobs", "20");
    options.put("spark.ui.retainedStages", "20");
    options.put("spark.ui.retainedTasks", "100");
    streaming(options);
    checkpoints(settings, options);
    catalog(settings.stack(), options);
    s3(settings.stack(), options);
    return options;
  }

  private static void streaming(Map<String, String> options) {
    options.put(
        STREAMING + "stateStore.providerClass",
        "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider");
    options.put(STREAMING + "stateStore.rocksdb.changelogCheckpointing.enabled", "true");
    options.put(STREAMING + "stateStore.rocksdb.trackTotalNumberOfRows", "false");
    options.put(STREAMING + "stateStore.rocksdb.boundedMemoryUsage", "true");
    options.put(STREAMING + "stateStore.rocksdb.maxMemoryUsageMB", "192");
    options.put(STREAMING + "join.stateFormatVersion", "3");
    options.put(STREAMING + "metricsEnabled", "true");
    // Heartbeats bring the watermark on; batches without data would only double their number.
    options.put(STREAMING + "noDataMicroBatches.enabled", "false");
    options.put(STREAMING + "minBatchesToRetain", "20");
    options.put(STREAMING + "numRecentProgressUpdates", "20");
  }

  private static void checkpoints(JobSettings settings, Map<String, String> options) {
    if (settings.hasPlainCheckpointDir()) {
      options.put(STREAMING + "checkpointFileManagerClass", LocalCheckpoints.class.getName());
      options.put(STREAMING + "checkpoint.fileChecksum.enabled", "false");
    } else if (settings.checkpointDir().startsWith("s3a:")) {
      options.put(STREAMING + "checkpointFileManagerClass", ObjectStoreCheckpoints.class.getName());
      // S3 compares checksums of its own; Spark's would double the number of objects.
      options.put(STREAMING + "checkpoint.fileChecksum.enabled", "false");
    }
  }

  private static void catalog(StackSettings stack, Map<String, String> options) {
    String catalog = "spark.sql.catalog." + CATALOG;
    String uri = stack.catalogUri();
    options.put(catalog, "org.apache.iceberg.spark.SparkCatalog");
    options.put(catalog + ".catalog-impl", "dev.weir.spark.sink.FencedCatalog");
    options.put(catalog + ".uri", patient(uri));
    options.put(catalog + ".jdbc.schema-version", "V1");
    options.put(catalog + ".warehouse", "s3a://" + stack.s3().bucket() + "/warehouse");
    options.put(catalog + ".io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
    options.put(catalog + ".cache-enabled", "false");
    environment(stack.catalog().userEnv(), catalog + ".jdbc.user", options);
    environment(stack.catalog().passwordEnv(), catalog + ".jdbc.password", options);
  }

  private static String patient(String uri) {
    return uri.startsWith("jdbc:sqlite:") && !uri.contains("busy_timeout")
        ? uri + (uri.contains("?") ? "&" : "?") + "busy_timeout=30000"
        : uri;
  }

  private static void s3(StackSettings stack, Map<String, String> options) {
    String s3a = "spark.hadoop.fs.s3a.";
    options.put(s3a + "endpoint", stack.s3Endpoint());
    options.put(s3a + "endpoint.region", stack.s3().region());
    options.put(s3a + "path.style.access", stack.s3().pathStyle().toString());
    options.put(
        s3a + "connection.ssl.enabled", Boolean.toString(stack.s3Endpoint().startsWith("https:")));
    environment(stack.s3().accessKeyEnv(), s3a + "access.key", options);
    environment(stack.s3().secretKeyEnv(), s3a + "secret.key", options);
    if (options.containsKey(s3a + "access.key")) {
      options.put(
          s3a + "aws.credentials.provider",
          "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    }
  }

  private static void environment(
      @org.jspecify.annotations.Nullable String variable, String key, Map<String, String> options) {
    String value = variable == null ? null : System.getenv(variable);
    if (value != null && !value.isEmpty()) {
      options.put(key, value);
    }
  }
}
