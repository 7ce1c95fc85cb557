package dev.weir.infra.local.folder;

import dev.weir.schemas.settings.StackSettings;

/** Makes explicit what settings leave to the embedded stack. */
public final class Addresses {
  private Addresses() {}

  /**
   * The same servers, with every address written out and the data folder absolute, so that any
   * program finds them.
   */
  public static StackSettings filled(StackSettings stack) {
    StackSettings.S3Settings s3 = stack.s3();
    StackSettings.CatalogSettings catalog = stack.catalog();
    StackSettings absolute =
        new StackSettings(
            stack.dataDir().toAbsolutePath().normalize(),
            stack.topicPrefix(),
            stack.kafka(),
            stack.registry(),
            s3,
            catalog,
            stack.ports());
    return new StackSettings(
        absolute.dataDir(),
        stack.topicPrefix(),
        new StackSettings.KafkaSettings(stack.bootstrapServers(), stack.kafka().properties()),
        new StackSettings.RegistrySettings(stack.registryUrl()),
        new StackSettings.S3Settings(
            stack.s3Endpoint(),
            s3.region(),
            s3.bucket(),
            s3.pathStyle(),
            s3.accessKeyEnv(),
            s3.secretKeyEnv()),
        new StackSettings.CatalogSettings(
            absolute.catalogUri(), catalog.userEnv(), catalog.passwordEnv()),
        stack.ports());
  }
}
