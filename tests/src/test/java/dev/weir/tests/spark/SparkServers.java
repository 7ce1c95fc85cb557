package dev.weir.tests.spark;

import static org.awaitility.Awaitility.await;

import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.infra.local.stack.LocalStack;
import dev.weir.infra.s3.ObjectStore;
import dev.weir.infra.s3.S3ObjectStore;
import dev.weir.tests.local.PreparedServers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.core.ConditionFactory;

/** Broker, registry and S3 with Weir's topics, and the Spark applications that use them. */
final class SparkServers implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final LocalStack servers;
  private final Path settings;
  private final ActiveSettings active;
  private final List<SparkProcess> started = new ArrayList<>();

  private SparkServers(LocalStack servers, Path settings, ActiveSettings active) {
    this.servers = servers;
    this.settings = settings;
    this.active = active;
  }

  /**
   * Starts the servers.
   *
   * @param more sections of the settings, as YAML
   */
  static SparkServers start(Path folder, String more) throws Exception {
    PreparedServers prepared = PreparedServers.start(folder, folder, more);
    LocalStack servers = prepared.servers();
    ActiveSettings active = prepared.active();
    try (ObjectStore store =
        S3ObjectStore.connect(active.stack(), servers.s3Credentials().environment()::get)) {
      store.createBucket("weir");
    }
    return new SparkServers(servers, prepared.settings(), active);
  }

  ActiveSettings active() {
    return active;
  }

  Admin admin() {
    return servers.admin();
  }

  /** Starts an application, which is killed at the end if it still runs. */
  SparkProcess spark(String name, List<String> queries, String... options) throws IOException {
    SparkProcess process =
        SparkProcess.start(name, settings, queries, servers.s3Credentials().environment(), options);
    started.add(process);
    return process;
  }

  /** Waits as long as a busy machine may need. */
  static ConditionFactory patiently() {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptionsMatching(e -> !(e instanceof InterruptedException));
  }

  @Override
  public void close() throws Exception {
    for (SparkProcess process : started) {
      process.kill();
    }
    servers.close();
  }
}
