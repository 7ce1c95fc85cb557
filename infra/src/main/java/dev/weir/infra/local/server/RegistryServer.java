package dev.weir.infra.local.server;

import dev.weir.infra.local.admin.Wait;
import dev.weir.infra.local.process.ChildMain;
import dev.weir.infra.local.process.Homes;
import dev.weir.infra.local.process.Java;
import dev.weir.infra.local.process.Program;
import dev.weir.infra.local.process.ReadyCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * An Apicurio registry on loopback that keeps its schemas in Kafka, spoken to by the Confluent REST
 * API.
 *
 * <p>Left alone it creates its journal with a retention of seven days, after which it forgets
 * schemas; so {@link #createTopics} must have run before it starts.
 */
public final class RegistryServer {
  static final List<String> TOPICS = List.of("kafkasql-journal", "kafkasql-snapshots");
  private static final String FOR_EVER = "-1";
  private static final int HEAP_MEGABYTES = 160;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private RegistryServer() {}

  /**
   * Says how to run the registry on this port, with its state in the broker at {@code
   * bootstrapServers}.
   */
  public static Program prepare(
      Homes homes, Path directory, int port, String bootstrapServers, Path log) {
    List<String> java = new ArrayList<>(Java.small(HEAP_MEGABYTES));
    java.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    List<String> command =
        Java.command(
            java,
            homes.registryClassPath(),
            ChildMain.class.getName(),
            "io.quarkus.runner.GeneratedMain");
    Map<String, String> environment =
        Map.of(
            "QUARKUS_HTTP_HOST", "127.0.0.1",
            "QUARKUS_HTTP_PORT", Integer.toString(port),
            "QUARKUS_LOG_CONSOLE_COLOR", "false",
            "QUARKUS_OTEL_ENABLED", "false",
            "APICURIO_STORAGE_KIND", "kafkasql",
            "APICURIO_KAFKASQL_BOOTSTRAP_SERVERS", bootstrapServers);
    return new Program(
        "registry",
        "127.0.0.1:" + port,
        command,
        environment,
        directory.toAbsolutePath(),
        log,
        ReadyCheck.http(url(port) + "/subjects", 300),
        PATIENCE);
  }

  /** The address of the Confluent REST API of a registry on this port of loopback. */
  public static String url(int port) {
    return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
  }

  /**
   * Creates the registry's topics when they are missing: one partition, kept without limit.
   *
   * @throws IOException when the broker does not answer, or a topic is there that would forget
   *     schemas
   */
  public static void createTopics(Admin admin) throws IOException {
    List<NewTopic> topics =
        TOPICS.stream()
            .map(
                name ->
                    new NewTopic(name, Optional.of(1), Optional.empty())
                        .configs(
                            Map.of(
                                TopicConfig.RETENTION_MS_CONFIG, FOR_EVER,
                                TopicConfig.RETENTION_BYTES_CONFIG, FOR_EVER,
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                    TopicConfig.CLEANUP_POLICY_DELETE)))
            .toList();
    for (var created : admin.createTopics(topics).values().entrySet()) {
      try {
        Wait.on(created.getValue());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw new IOException("Cannot create topic " + created.getKey() + ": " + e.getCause(), e);
        }
      }
    }
    checkTopics(admin);
  }

  private static void checkTopics(Admin admin) throws IOException {
    List<ConfigResource> resources =
        TOPICS.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<ConfigResource, Config> configs;
    try {
      configs = Wait.until(() -> admin.describeConfigs(resources).all());
    } catch (ExecutionException e) {
      throw new IOException(
          "Cannot read the settings of the registry's topics: " + e.getCause(), e);
    }
    for (var config : configs.entrySet()) {
      String retention = config.getValue().get(TopicConfig.RETENTION_MS_CONFIG).value();
      if (!FOR_EVER.equals(retention)) {
        throw new IOException(
            "Expected retention.ms -1 for "
                + config.getKey().name()
                + ", or the registry forgets schemas, got: "
                + retention);
      }
    }
  }
}
