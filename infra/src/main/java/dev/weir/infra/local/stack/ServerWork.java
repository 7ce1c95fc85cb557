package dev.weir.infra.local.stack;

import dev.weir.infra.local.admin.Clients;
import dev.weir.infra.local.admin.Finding;
import dev.weir.infra.local.admin.SchemaApply;
import dev.weir.infra.local.admin.TopicAdmin;
import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.infra.local.folder.EffectiveSettings;
import dev.weir.infra.local.server.RegistryServer;
import dev.weir.infra.s3.ObjectStore;
import dev.weir.infra.s3.S3ObjectStore;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.topic.TopicCatalog;
import java.io.IOException;
import org.apache.kafka.clients.admin.Admin;

/** What is to be done once on the servers of a stack, whoever runs them, before programs start. */
final class ServerWork {
  private final EffectiveSettings settings;
  private final StackSettings stack;

  ServerWork(EffectiveSettings settings) {
    this.settings = settings;
    this.stack = settings.file().section("stack", StackSettings.class);
  }

  /** Creates and configures Weir's topics, and those of an embedded registry. */
  void applyTopics() throws IOException {
    try (Admin admin = Clients.admin(stack, System::getenv)) {
      if (settings.stack().registry().external().isEmpty()) {
        RegistryServer.createTopics(admin);
      }
      for (Finding finding :
          new TopicAdmin(admin, TopicCatalog.load(), stack.topicPrefix()).apply()) {
        if (!finding.isGood()) {
          throw new IOException("Topic " + finding.name() + ": " + finding.detail());
        }
      }
    }
  }

  void createBucket() throws IOException {
    ActiveSettings active = new ActiveSettings(settings.file());
    try (ObjectStore store = S3ObjectStore.connect(stack, active.environment())) {
      store.createBucket(stack.s3().bucket());
    }
  }

  void registerSchemas() throws IOException {
    try (RegistryClient registry = RegistryClient.create(stack.registryUrl())) {
      for (Finding finding :
          new SchemaApply(registry, TopicCatalog.load(), stack.topicPrefix()).apply()) {
        if (!finding.isGood()) {
          throw new IOException("Schema of " + finding.name() + " is refused: " + finding.detail());
        }
      }
    }
  }
}
