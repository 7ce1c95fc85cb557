package dev.weir.infra.local.admin;

import dev.weir.schemas.topic.Topic;
import dev.weir.schemas.topic.TopicCatalog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Brings the broker's topics in line with the {@link TopicCatalog}: creates what is missing and
 * sets what differs. Never changes a number of partitions, since that decides which key lies where,
 * and of sharded topics who owns what.
 */
public final class TopicAdmin {
  private final Admin admin;
  private final TopicCatalog catalog;
  private final String prefix;

  /**
   * @param prefix begins every topic's name
   */
  public TopicAdmin(Admin admin, TopicCatalog catalog, String prefix) {
    this.admin = admin;
    this.catalog = catalog;
    this.prefix = prefix;
  }

  /** Compares and changes nothing. */
  public List<Finding> check() throws IOException {
    Map<String, TopicDescription> found = describe();
    Map<String, Config> configs = configs(found.keySet());
    return catalog.topics().stream().map(topic -> compare(topic, found, configs)).toList();
  }

  /**
   * Creates what is missing and sets what differs.
   *
   * @throws IOException when the broker refuses, or does not answer
   */
  public List<Finding> apply() throws IOException {
    List<Finding> done = new ArrayList<>();
    List<Finding> before = check();
    for (int i = 0; i < before.size(); i++) {
      done.add(apply(catalog.topics().get(i), before.get(i)));
    }
    return done;
  }

  private Finding apply(Topic topic, Finding before) throws IOException {
    return switch (before.state()) {
      case MISSING -> {
        create(topic);
        yield new Finding(before.name(), Finding.State.CREATED, topic.partitions() + " partitions");
      }
      case DIFFERENT -> {
        configure(topic);
        yield new Finding(before.name(), Finding.State.CHANGED, before.detail());
      }
      default -> before;
    };
  }

  private Finding compare(
      Topic topic, Map<String, TopicDescription> found, Map<String, Config> configs) {
    String name = topic.fullName(prefix);
    TopicDescription description = found.get(name);
    Config config = configs.get(name);
    if (description == null || config == null) {
      return new Finding(name, Finding.State.MISSING, "");
    }
    int partitions = description.partitions().size();
    if (partitions != topic.partitions()) {
      return new Finding(
          name,
          Finding.State.OTHER_PARTITIONS,
          "Expected " + topic.partitions() + " partitions, got: " + partitions);
    }
    Map<String, String> differences = new TreeMap<>();
    topic
        .config()
        .forEach(
            (key, value) -> {
              ConfigEntry entry = config.get(key);
              String actual = entry == null ? "nothing" : entry.value();
              if (!sameValue(value, actual)) {
                differences.put(key, "Expected " + value + ", got: " + actual);
              }
            });
    return differences.isEmpty()
        ? new Finding(name, Finding.State.OK, "")
        : new Finding(name, Finding.State.DIFFERENT, differences.toString());
  }

  /** Lists are compared as sets: the broker may give them in another order. */
  private static boolean sameValue(String expected, String actual) {
    return Set.of(expected.split(",")).equals(Set.of(actual.split(",")));
  }

  private void create(Topic topic) throws IOException {
    String name = topic.fullName(prefix);
    NewTopic created =
        new NewTopic(name, Optional.of(topic.partitions()), Optional.empty())
            .configs(topic.config());
    try {
      Wait.on(admin.createTopics(List.of(created)).all());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IOException("Cannot create topic " + name + ": " + e.getCause(), e);
      }
    }
  }

  private void configure(Topic topic) throws IOException {
    ConfigResource resource = resource(topic.fullName(prefix));
    List<AlterConfigOp> changes =
        topic.config().entrySet().stream()
            .map(
                entry ->
                    new AlterConfigOp(
                        new ConfigEntry(entry.getKey(), entry.getValue()),
                        AlterConfigOp.OpType.SET))
            .toList();
    call(
        "change topic " + resource.name(),
        () -> Wait.on(admin.incrementalAlterConfigs(Map.of(resource, changes)).all()));
  }

  private Map<String, TopicDescription> describe() throws IOException {
    Set<String> existing = call("list topics", () -> Wait.on(admin.listTopics().names()));
    List<String> wanted =
        catalog.topics().stream()
            .map(topic -> topic.fullName(prefix))
            .filter(existing::contains)
            .toList();
    return call("describe topics", () -> Wait.on(admin.describeTopics(wanted).allTopicNames()));
  }

  private Map<String, Config> configs(Set<String> names) throws IOException {
    List<ConfigResource> resources = names.stream().map(TopicAdmin::resource).toList();
    Map<ConfigResource, Config> found =
        call("read settings of topics", () -> Wait.on(admin.describeConfigs(resources).all()));
    return new HashMap<>(
        found.entrySet().stream()
            .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue)));
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private interface Call<T> {
    T run() throws IOException, ExecutionException;
  }

  private static <T> T call(String what, Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (ExecutionException e) {
      throw new IOException("Cannot " + what + ": " + e.getCause(), e);
    }
  }
}
