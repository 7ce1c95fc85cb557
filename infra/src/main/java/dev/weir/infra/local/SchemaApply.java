package dev.weir.infra.local;

import dev.weir.schemas.IncompatibleSchemaException;
import dev.weir.schemas.RegistryClient;
import dev.weir.schemas.RegistryUnavailableException;
import dev.weir.schemas.Topic;
import dev.weir.schemas.TopicCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Registers the schema of every topic's values, each under its subject at FULL_TRANSITIVE, or tells
 * whether it could.
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

  /**
   * What was found of one subject.
   *
   * @param subject its name in the registry
   * @param state {@code registered}, {@code new}, {@code compatible} or {@code incompatible}
   * @param detail the id, or the registry's reasons
   */
  public record Finding(String subject, String state, String detail) {
    /** Whether records with our schema may be published. */
    public boolean isGood() {
      return !state.equals("incompatible");
    }
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
      return new Finding(subject, "new", "");
    }
    if (latest.get().equals(schema)) {
      return new Finding(subject, "registered", "");
    }
    List<String> reasons = registry.incompatibilities(subject, schema);
    return reasons.isEmpty()
        ? new Finding(subject, "compatible", "would be a new version")
        : new Finding(subject, "incompatible", String.join("; ", reasons));
  }

  /**
   * Registers them all; one that is registered already stays what it is.
   *
   * @return an entry for each subject, those that the registry refuses among them
   */
  public List<Finding> apply() throws RegistryUnavailableException {
    List<Finding> findings = new ArrayList<>();
    for (Topic topic : catalog.topics()) {
      findings.add(register(topic.subject(prefix), topic.valueSchema()));
    }
    return findings;
  }

  private Finding register(String subject, Schema schema) throws RegistryUnavailableException {
    try {
      return new Finding(subject, "registered", "id " + registry.register(subject, schema));
    } catch (IncompatibleSchemaException e) {
      return new Finding(subject, "incompatible", String.valueOf(e.getMessage()));
    }
  }
}
