package dev.weir.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which id means which schema. What this process learned is kept in memory; the file also holds
 * what earlier processes learned, as {@code {ids: {"7": {fingerprint, schema}}, subjects:
 * {"SUBJECT": {"FINGERPRINT": 7}}}}. When the registry contradicts the file, it was rebuilt: then
 * the whole file is forgotten. A file that cannot be read or written is only logged, since it is
 * nothing but a cache.
 */
final class SchemaCache {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaCache.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();
  private final Map<String, Integer> confirmed = new ConcurrentHashMap<>();
  private final @Nullable Path file;

  private SchemaCache(@Nullable Path file) {
    this.file = file;
  }

  static SchemaCache inMemory() {
    return new SchemaCache(null);
  }

  static SchemaCache onDisk(Path folder, String clusterId) {
    if (!clusterId.matches("[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException("Expected the id of a Kafka cluster, got: " + clusterId);
    }
    return new SchemaCache(folder.resolve(clusterId + ".json"));
  }

  static Schema parse(String text) {
    return new Schema.Parser().setValidateDefaults(false).parse(text);
  }

  /** The id that the registry gave this process for the schema in the subject. */
  Optional<Integer> confirmed(String subject, Schema schema) {
    return Optional.ofNullable(confirmed.get(subject + "|" + fingerprint(schema)));
  }

  /** The id that the registry gave this process or an earlier one. */
  synchronized Optional<Integer> remembered(String subject, Schema schema) {
    JsonNode id = load().path("subjects").path(subject).path(fingerprint(schema));
    return id.isInt() ? Optional.of(id.intValue()) : Optional.empty();
  }

  Optional<Schema> byId(int id) {
    Schema known = byId.get(id);
    return known == null ? fromDisk(id) : Optional.of(known);
  }

  private synchronized Optional<Schema> fromDisk(int id) {
    JsonNode entry = load().path("ids").path(Integer.toString(id));
    if (!entry.path("schema").isTextual()) {
      return Optional.empty();
    }
    Schema schema = parse(entry.path("schema").textValue());
    if (!fingerprint(schema).equals(entry.path("fingerprint").textValue())) {
      return Optional.empty();
    }
    byId.put(id, schema);
    return Optional.of(schema);
  }

  synchronized void registered(String subject, Schema schema, int id) {
    ObjectNode root = withId(id, schema);
    root.withObjectProperty("subjects").withObjectProperty(subject).put(fingerprint(schema), id);
    store(root);
    confirmed.put(subject + "|" + fingerprint(schema), id);
  }

  synchronized void found(int id, Schema schema) {
    store(withId(id, schema));
  }

  private ObjectNode withId(int id, Schema schema) {
    ObjectNode root = load();
    String fingerprint = fingerprint(schema);
    JsonNode known = root.path("ids").path(Integer.toString(id)).path("fingerprint");
    if (known.isTextual() && !known.textValue().equals(fingerprint)) {
      LOG.atWarn()
          .addKeyValue("id", id)
          .log("The registry was rebuilt: forgetting the ids it gave");
      root = MAPPER.createObjectNode();
      byId.clear();
    }
    byId.put(id, schema);
    root.withObjectProperty("ids")
        .withObjectProperty(Integer.toString(id))
        .put("fingerprint", fingerprint)
        .put("schema", schema.toString());
    return root;
  }

  private ObjectNode load() {
    if (file == null) {
      return MAPPER.createObjectNode();
    }
    try {
      return MAPPER.readTree(Files.readString(file)) instanceof ObjectNode root
          ? root
          : MAPPER.createObjectNode();
    } catch (NoSuchFileException e) {
      return MAPPER.createObjectNode();
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).setCause(e).log("Unreadable cache of schema ids");
      return MAPPER.createObjectNode();
    }
  }

  private void store(ObjectNode root) {
    if (file == null) {
      return;
    }
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Path temporary = Files.createTempFile(folder, "ids.", ".tmp");
      Files.writeString(temporary, root.toString());
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .setCause(e)
          .log("Cannot write the cache of schema ids");
    }
  }

  private static final Map<Schema, String> FINGERPRINTS = new HashMap<>();

  /** Of the whole schema, defaults included, which the parsing canonical form leaves out. */
  private static String fingerprint(Schema schema) {
    synchronized (FINGERPRINTS) {
      return FINGERPRINTS.computeIfAbsent(
          schema,
          key ->
              Long.toHexString(
                  SchemaNormalization.fingerprint64(
                      key.toString().getBytes(StandardCharsets.UTF_8))));
    }
  }
}
