package dev.weir.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The schema registry, by the Confluent REST API, which Apicurio (under {@code /apis/ccompat/v7}),
 * Confluent, Karapace and Redpanda serve.
 *
 * <p>An id never changes its meaning, so ids are remembered, in memory, and on disk if a file is
 * given: an outage of the registry then hurts only what was never seen. Every method that asks
 * throws {@link RegistryUnavailableException} where the registry cannot be reached; trying again is
 * the caller's business. Safe for use by several threads.
 *
 * @see <a
 *     href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">API</a>
 */
public final class RegistryClient implements AutoCloseable {

  /** What each subject is registered at: any version can be read by any other. */
  public static final String COMPATIBILITY = "FULL_TRANSITIVE";

  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int UNKNOWN_SUBJECT = 40401;
  private static final int UNKNOWN_VERSION = 40402;
  private static final int UNKNOWN_SCHEMA = 40403;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String base;
  private final HttpClient http;
  private final SchemaCache cache;

  private RegistryClient(String base, SchemaCache cache) {
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.cache = cache;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  /** A client that remembers ids in memory only. */
  public static RegistryClient create(String url) {
    return new RegistryClient(url, SchemaCache.inMemory());
  }

  /**
   * A client that also remembers ids on disk.
   *
   * @param folder of such caches, shared by the programs of a machine
   * @param clusterId id of the Kafka cluster: a new cluster's registry gives other ids
   */
  public static RegistryClient create(String url, Path folder, String clusterId) {
    return new RegistryClient(url, SchemaCache.onDisk(folder, clusterId));
  }

  /**
   * Makes sure that a subject has a schema, and gives its id. The registry checks first whether
   * every earlier version can read it and be read by it. Where it cannot be reached, an id that it
   * gave for the same subject and schema is used.
   *
   * @throws IncompatibleSchemaException if the registry refused it, with its reason
   * @throws RegistryUnavailableException if it cannot be reached, and never gave an id for it
   */
  public int register(String subject, Schema schema)
      throws IncompatibleSchemaException, RegistryUnavailableException {
    Optional<Integer> confirmed = cache.confirmed(subject, schema);
    if (confirmed.isPresent()) {
      return confirmed.get();
    }
    try {
      int id = registerNow(subject, schema);
      cache.registered(subject, schema, id);
      return id;
    } catch (RegistryUnavailableException e) {
      return cache.remembered(subject, schema).orElseThrow(() -> e);
    }
  }

  private int registerNow(String subject, Schema schema)
      throws IncompatibleSchemaException, RegistryUnavailableException {
    boolean checked = requireCompatibility(subject);
    Answer answer = send("POST", "/subjects/" + encode(subject) + "/versions", body(schema));
    if (answer.status == 409 || answer.status == 422) {
      throw new IncompatibleSchemaException(
          "Expected a schema that is compatible with all versions of "
              + subject
              + ", got: "
              + answer.message());
    }
    int id = answer.required("id").intValue();
    if (!checked && !requireCompatibility(subject)) {
      throw new RegistryUnavailableException("Expected the subject " + subject + " to exist", null);
    }
    return id;
  }

  /**
   * False where the subject does not exist yet, and the registry keeps no configuration for such.
   */
  private boolean requireCompatibility(String subject) throws RegistryUnavailableException {
    Answer answer = putCompatibility(subject);
    if (answer.status == 409) {
      // Apicurio looks whether the rule exists before it makes it: another client made it in
      // between.
      answer = putCompatibility(subject);
    }
    if (answer.status == 404) {
      return false;
    }
    answer.requireOk();
    return true;
  }

  private Answer putCompatibility(String subject) throws RegistryUnavailableException {
    return send("PUT", "/config/" + encode(subject), json(Map.of("compatibility", COMPATIBILITY)));
  }

  /**
   * The schema of an id.
   *
   * @throws UnknownSchemaException if the registry answers that it has none
   */
  public Schema byId(int id) throws UnknownSchemaException, RegistryUnavailableException {
    Optional<Schema> known = cache.byId(id);
    if (known.isPresent()) {
      return known.get();
    }
    Answer answer = send("GET", "/schemas/ids/" + id, null);
    if (answer.status == 404 && answer.errorCode() == UNKNOWN_SCHEMA) {
      throw new UnknownSchemaException(
          "Expected a schema with id " + id + ", got: " + answer.message());
    }
    Schema schema = parse(answer.required("schema").textValue());
    cache.found(id, schema);
    return schema;
  }

  /** The latest schema of a subject; empty if there is no such subject. */
  public Optional<Schema> latest(String subject) throws RegistryUnavailableException {
    Answer answer = send("GET", "/subjects/" + encode(subject) + "/versions/latest", null);
    if (answer.isUnknownSubject()) {
      return Optional.empty();
    }
    return Optional.of(parse(answer.required("schema").textValue()));
  }

  /** All schemas of a subject, oldest first; none if there is no such subject. */
  public List<Schema> versions(String subject) throws RegistryUnavailableException {
    String path = "/subjects/" + encode(subject) + "/versions";
    Answer answer = send("GET", path, null);
    if (answer.isUnknownSubject()) {
      return List.of();
    }
    answer.requireOk();
    List<Schema> schemas = new ArrayList<>();
    for (JsonNode version : answer.body) {
      schemas.add(
          parse(send("GET", path + "/" + version.asInt(), null).required("schema").textValue()));
    }
    return schemas;
  }

  /**
   * Whether {@link #register} would accept a schema, without registering it.
   *
   * @return the registry's reasons against it; empty if there are none, or the subject is new
   */
  public List<String> incompatibilities(String subject, Schema schema)
      throws RegistryUnavailableException {
    Answer answer =
        send(
            "POST",
            "/compatibility/subjects/" + encode(subject) + "/versions?verbose=true",
            body(schema));
    if (answer.isUnknownSubject()) {
      return List.of();
    }
    if (answer.required("is_compatible").booleanValue()) {
      return List.of();
    }
    List<String> reasons =
        answer.body.path("messages").valueStream().map(JsonNode::asText).toList();
    return reasons.isEmpty() ? List.of("incompatible, without a reason") : reasons;
  }

  /** The subjects that the registry knows. */
  public List<String> subjects() throws RegistryUnavailableException {
    Answer answer = send("GET", "/subjects", null);
    answer.requireOk();
    return answer.body.valueStream().map(JsonNode::asText).sorted().toList();
  }

  /** Nothing to release: the HTTP client's threads end with it. */
  @Override
  public void close() {}

  private Answer send(String method, String path, @Nullable String body)
      throws RegistryUnavailableException {
    String url = base + path;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(TIMEOUT)
            .header("Accept", MEDIA_TYPE + ", application/json")
            .header("Content-Type", MEDIA_TYPE)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response =
          http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(method + " " + url, response.statusCode(), readTree(response.body()));
    } catch (IOException e) {
      throw new RegistryUnavailableException(method + " " + url + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException(method + " " + url + ": interrupted", e);
    }
  }

  private static JsonNode readTree(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return MAPPER.missingNode();
    }
  }

  private static String body(Schema schema) {
    return json(Map.of("schema", schema.toString(), "schemaType", "AVRO"));
  }

  private static String json(Map<String, String> value) {
    return MAPPER.valueToTree(value).toString();
  }

  private static String encode(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8);
  }

  private static Schema parse(String text) {
    return SchemaCache.parse(text);
  }

  /** An answer of the registry, or of something else that answers at its address. */
  private record Answer(String request, int status, JsonNode body) {

    void requireOk() throws RegistryUnavailableException {
      if (status / 100 != 2) {
        throw new RegistryUnavailableException(
            "Expected an answer of the registry to "
                + request
                + ", got: "
                + status
                + " "
                + message(),
            null);
      }
    }

    JsonNode required(String field) throws RegistryUnavailableException {
      requireOk();
      JsonNode value = body.path(field);
      if (value.isMissingNode() || value.isNull()) {
        throw new RegistryUnavailableException(
            "Expected '" + field + "' in the answer to " + request + ", got: " + body, null);
      }
      return value;
    }

    boolean isUnknownSubject() {
      return status == 404 && (errorCode() == UNKNOWN_SUBJECT || errorCode() == UNKNOWN_VERSION);
    }

    int errorCode() {
      return body.path("error_code").intValue();
    }

    String message() {
      return body.path("message").asText("no message");
    }
  }
}
