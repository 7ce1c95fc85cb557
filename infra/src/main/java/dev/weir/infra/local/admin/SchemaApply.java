package dev.weir.infra.local.admin;

import dev.weir.schemas.registry.IncompatibleSchemaException;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.topic.Topic;
import dev.weir.schemas.topic.TopicCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Registers the schema of every topic's values, each under its subject at FULL_TRANSITIVE, or
 * checks whether it could.
 */
public final class SchemaApply {
  private final RegistryClient registry;
  private final TopicCatalog catalog;
  private final String prefix;

  /**
   * @param prefix begins every topic's name, and so every subject's
   */
  public SchemaApply(RegistryClient registry, TopicCatalog catalog, String prefix) {
    this.registry = registry;
    this.catalog = catalog;
    this.prefix = prefix;
  }

  /** Compares and registers nothing. */
  public List<Finding> check() throws RegistryUnavailableException {
    List<Finding> findings = new ArrayList<>();
    for (Topic topic : catalog.topics()) {
      findings.add(check(topic.subject(prefix), topic.valueSchema()));
    }
    return findings;
  }

  private Finding check(String subject, Schema schema) throws RegistryUnavailableException {
    Optional<Schema> latest = registry.latest(subject);
    if (latest.isEmpty()) {
      return new Finding(subject, Finding.State.NEW, "");
    }
    if (latest.get().equals(schema)) {
      return new Finding(subject, Finding.State.REGISTERED, "");
    }
    List<String> reasons = registry.incompatibilities(subject, schema);
    return reasons.isEmpty()
        ? new Finding(subject, Finding.State.COMPATIBLE, "would be a new version")
        : new Finding(subject, Finding.State.INCOMPATIBLE, String.join("; ", reasons));
  }

  /**
   * Registers them all; one that is registered already stays what it is.
   *
   * @return an entry for each subject, those that the registry refuses among them
   */
  public List<Finding> apply() throws RegistryUnavailableException {
    List<Finding> findings = new ArrayList<>();
    for (Topic topic : catalog.topics()) {
      findings.add(register(registry, topic.subject(prefix), topic.valueSchema()));
    }
    return findings;
  }

  /** Registers one schema, or says why the registry refuses it. */
  public static Finding register(RegistryClient registry, String subject, Schema schema)
      throws RegistryUnavailableException {
    try {
      return new Finding(
          subject, Finding.State.REGISTERED, "id " + registry.register(subject, schema));
    } catch (IncompatibleSchemaException e) {
      return new Finding(subject, Finding.State.INCOMPATIBLE, String.valueOf(e.getMessage()));
    }
  }
}
