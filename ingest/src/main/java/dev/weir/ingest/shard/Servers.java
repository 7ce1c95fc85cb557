package dev.weir.ingest.shard;

import dev.weir.ingest.shard.commit.ShardPublisher;
import dev.weir.ingest.shard.run.SourceRun;
import dev.weir.schemas.registry.IncompatibleSchemaException;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.topic.Topic;
import dev.weir.schemas.topic.TopicCatalog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for broker, topics and registry, without a time limit, and reports what it waits for. */
final class Servers {

  private static final Logger LOG = LoggerFactory.getLogger(Servers.class);

  private final StackSettings stack;
  private final StatusReporter reporter;
  private final ShardSignal signal;

  Servers(StackSettings stack, StatusReporter reporter, ShardSignal signal) {
    this.stack = stack;
    this.reporter = reporter;
    this.signal = signal;
  }

  private interface Attempt<T> {
    T get() throws ExecutionException, InterruptedException, RegistryUnavailableException;
  }

  /** The cluster's id; empty if stopped meanwhile. */
  Optional<String> awaitBroker(Admin admin) throws InterruptedException {
    return await(
        "waiting-for-broker",
        stack.bootstrapServers(),
        () -> admin.describeCluster().clusterId().get());
  }

  /** Whether all topics exist with their partitions; false if stopped meanwhile. */
  boolean awaitTopics(Admin admin) throws InterruptedException {
    List<Topic> wanted =
        TopicCatalog.load().topics().stream()
            .filter(topic -> ShardPublisher.WRITTEN.contains(topic.name()))
            .toList();
    List<String> names = wanted.stream().map(topic -> topic.fullName(stack.topicPrefix())).toList();
    return await(
            "waiting-for-topics",
            "./weir topics apply creates them",
            () -> {
              var found = admin.describeTopics(names).allTopicNames().get();
              for (Topic topic : wanted) {
                TopicDescription description = found.get(topic.fullName(stack.topicPrefix()));
                if (topic.sharded()
                    && description != null
                    && description.partitions().size() != topic.partitions()) {
                  throw new IllegalStateException(
                      "Expected "
                          + topic.partitions()
                          + " partitions of "
                          + description.name()
                          + ", got: "
                          + description.partitions().size());
                }
              }
              return found;
            })
        .isPresent();
  }

  /**
   * Registers the schemas of all records that sources write, so that nothing is polled that could
   * not be published.
   *
   * @return false if stopped meanwhile
   * @throws IncompatibleSchemaException if the registry rejects one
   */
  boolean register(RegistryClient registry)
      throws InterruptedException, IncompatibleSchemaException {
    for (Topic topic : TopicCatalog.load().topics()) {
      if (ShardPublisher.WRITTEN.contains(topic.name()) && !register(registry, topic)) {
        return false;
      }
    }
    return true;
  }

  private boolean register(RegistryClient registry, Topic topic)
      throws InterruptedException, IncompatibleSchemaException {
    IncompatibleSchemaException[] refused = new IncompatibleSchemaException[1];
    Optional<Integer> id =
        await(
            "waiting-for-registry",
            stack.registryUrl(),
            () -> {
              try {
                return registry.register(topic.subject(stack.topicPrefix()), topic.valueSchema());
              } catch (IncompatibleSchemaException e) {
                refused[0] = e;
                return -1;
              }
            });
    if (refused[0] != null) {
      throw refused[0];
    }
    return id.isPresent();
  }

  private <T> Optional<T> await(String state, String what, Attempt<T> attempt)
      throws InterruptedException {
    int failures = 0;
    while (!signal.isStopping()) {
      try {
        return Optional.of(attempt.get());
      } catch (ExecutionException | RegistryUnavailableException e) {
        failures++;
        Throwable cause =
            e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        String reason = SourceRun.describe(cause);
        if (failures == 1) {
          LOG.atInfo().addKeyValue("state", state).log("Waiting for {}: {}", what, reason);
        }
        reporter.enter(state, what + ": " + reason);
        reporter.write();
        signal.pause(
            ShardContext.SERVER_BACKOFF.delay(failures, ThreadLocalRandom.current().nextDouble()));
      }
    }
    return Optional.empty();
  }
}
