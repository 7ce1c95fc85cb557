package dev.weir.spark.decode;

import dev.weir.schemas.registry.RegistryClient;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the registry is, in a form that travels to executors; one client a JVM and link.
 *
 * @param url base of its Confluent REST API
 * @param cacheFolder where ids are remembered on disk; empty for memory only
 * @param clusterId id of the Kafka cluster that the ids belong to
 */
public record RegistryLink(String url, String cacheFolder, String clusterId)
    implements Serializable {

  private static final Map<RegistryLink, RegistryClient> CLIENTS = new ConcurrentHashMap<>();

  /** The client, shared by all tasks of this JVM. */
  public RegistryClient client() {
    return CLIENTS.computeIfAbsent(this, RegistryLink::open);
  }

  private RegistryClient open() {
    return cacheFolder.isEmpty()
        ? RegistryClient.create(url)
        : RegistryClient.create(url, Path.of(cacheFolder), clusterId);
  }
}
