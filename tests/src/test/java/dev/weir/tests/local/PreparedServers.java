package dev.weir.tests.local;

import dev.weir.infra.local.admin.SchemaApply;
import dev.weir.infra.local.admin.TopicAdmin;
import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.infra.local.stack.LocalStack;
import dev.weir.infra.local.stack.LocalStack.Part;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.topic.TopicCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.admin.Admin;

/**
 * Broker, registry and S3 with Weir's topics and schemas, and settings that name them. The settings
 * do not leave the servers to the embedded stack, so a test's programs take them for external ones.
 *
 * @param settings the file
 */
public record PreparedServers(LocalStack servers, Path settings) implements AutoCloseable {

  /**
   * Starts the servers.
   *
   * @param folder of the servers and the settings file
   * @param data the settings' data folder
   * @param more sections of the settings, as YAML
   */
  public static PreparedServers start(Path folder, Path data, String more) throws Exception {
    LocalStack servers = LocalStack.start(folder, Part.KAFKA, Part.REGISTRY, Part.S3);
    Path settings =
        Files.writeString(
            folder.resolve("weir.yaml"),
            """
            stack:
              data-dir: %s
              kafka: {bootstrap-servers: "%s"}
              registry: {url: "%s"}
              s3: {endpoint: "%s"}
            %s
            """
                .formatted(
                    data,
                    servers.bootstrapServers(),
                    servers.registryUrl(),
                    servers.s3Endpoint(),
                    more));
    PreparedServers prepared = new PreparedServers(servers, settings);
    String prefix = prepared.active().stack().topicPrefix();
    try (Admin admin = servers.admin();
        RegistryClient registry = RegistryClient.create(servers.registryUrl())) {
      new TopicAdmin(admin, TopicCatalog.load(), prefix).apply();
      new SchemaApply(registry, TopicCatalog.load(), prefix).apply();
    }
    return prepared;
  }

  /** The settings as programs read them. */
  public ActiveSettings active() throws Exception {
    return ActiveSettings.of(settings);
  }

  public StackSettings stack() throws Exception {
    return active().stack();
  }

  @Override
  public void close() {
    servers.close();
  }
}
