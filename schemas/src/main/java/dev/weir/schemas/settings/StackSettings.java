package dev.weir.schemas.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code stack} of the settings file: which servers to use. An address that is absent means
 * the embedded server, on loopback at its port.
 *
 * @param dataDir where everything local lives; {@code .weir}
 * @param topicPrefix begins every topic's name, and every group's and producer's; {@code weir.}
 */
public record StackSettings(
    Path dataDir,
    String topicPrefix,
    KafkaSettings kafka,
    RegistrySettings registry,
    S3Settings s3,
    CatalogSettings catalog,
    Ports ports) {

  private static final String LOOPBACK = "127.0.0.1";

  public StackSettings(
      @Nullable Path dataDir,
      @Nullable String topicPrefix,
      @Nullable KafkaSettings kafka,
      @Nullable RegistrySettings registry,
      @Nullable S3Settings s3,
      @Nullable CatalogSettings catalog,
      @Nullable Ports ports) {
    this.dataDir = dataDir == null ? Path.of(".weir") : dataDir;
    this.topicPrefix = topicPrefix == null ? "weir." : topicPrefix;
    this.kafka = kafka == null ? new KafkaSettings(null, null) : kafka;
    this.registry = registry == null ? new RegistrySettings(null) : registry;
    this.s3 = s3 == null ? new S3Settings(null, null, null, null, null, null) : s3;
    this.catalog = catalog == null ? new CatalogSettings(null, null, null) : catalog;
    this.ports = ports == null ? Ports.defaults() : ports;
    if (!this.topicPrefix.matches("[A-Za-z0-9._-]{0,100}")) {
      throw new IllegalArgumentException(
          "Expected stack.topic-prefix of letters, digits, '.', '_' or '-', got: " + topicPrefix);
    }
  }

  /** The embedded stack. */
  public static StackSettings defaults() {
    return new StackSettings(null, null, null, null, null, null, null);
  }

  /** The broker list: as set, else the embedded broker's. */
  public String bootstrapServers() {
    return kafka.external().orElse(LOOPBACK + ":" + ports.kafka());
  }

  /**
   * The properties of any Kafka client: where the brokers are, and what the settings add. A new
   * map, for the caller to change.
   *
   * @param environment where {@code env:NAME} values are looked up
   */
  public Map<String, String> kafkaClient(UnaryOperator<@Nullable String> environment) {
    Map<String, String> client = kafka.clientProperties(environment);
    client.put("bootstrap.servers", bootstrapServers());
    return client;
  }

  /** The base of the registry's Confluent REST API: as set, else the embedded registry's. */
  public String registryUrl() {
    return registry
        .external()
        .orElse("http://" + LOOPBACK + ":" + ports.registry() + "/apis/ccompat/v7");
  }

  /** The S3 endpoint: as set, else the embedded one. */
  public String s3Endpoint() {
    return s3.external().orElse("http://" + LOOPBACK + ":" + ports.s3());
  }

  /** The Iceberg catalogue's JDBC URI: as set, else SQLite in the data folder. */
  public String catalogUri() {
    return catalog
        .external()
        .orElse("jdbc:sqlite:" + dataDir.resolve("data").resolve("catalog.db"));
  }

  /**
   * Kafka.
   *
   * @param bootstrapServers broker list; absent for the embedded broker
   * @param properties further properties of every client; a value {@code env:NAME} is read from the
   *     environment
   */
  public record KafkaSettings(@Nullable String bootstrapServers, Map<String, String> properties) {

    private static final String ENVIRONMENT = "env:";

    public KafkaSettings(
        @Nullable String bootstrapServers, @Nullable Map<String, String> properties) {
      this.bootstrapServers = bootstrapServers;
      this.properties = properties == null ? Map.of() : Map.copyOf(properties);
    }

    public Optional<String> external() {
      return Optional.ofNullable(bootstrapServers);
    }

    /** The properties with what the environment holds: {@code clientProperties(System::getenv)}. */
    public Map<String, String> clientProperties(UnaryOperator<@Nullable String> environment) {
      Map<String, String> resolved = new TreeMap<>();
      properties.forEach((key, value) -> resolved.put(key, resolve(key, value, environment)));
      return resolved;
    }

    private static String resolve(
        String key, String value, UnaryOperator<@Nullable String> environment) {
      if (!value.startsWith(ENVIRONMENT)) {
        return value;
      }
      String variable = value.substring(ENVIRONMENT.length());
      String found = environment.apply(variable);
      if (found == null) {
        throw new SettingsException(
            "stack.kafka.properties."
                + key
                + ": Expected the environment variable "
                + variable
                + " to be set");
      }
      return found;
    }
  }

  /**
   * The schema registry.
   *
   * @param url base of its Confluent REST API; absent for the embedded registry
   */
  public record RegistrySettings(@Nullable String url) {
    public RegistrySettings {
      requireHttp("stack.registry.url", url);
    }

    public Optional<String> external() {
      return Optional.ofNullable(url);
    }
  }

  /**
   * S3. Credentials come from the environment alone.
   *
   * @param endpoint absent for the embedded endpoint
   * @param pathStyle whether the bucket stands in the path; true unless set
   * @param accessKeyEnv name of the variable with the access key
   * @param secretKeyEnv name of the variable with the secret key
   */
  public record S3Settings(
      @Nullable String endpoint,
      String region,
      String bucket,
      Boolean pathStyle,
      String accessKeyEnv,
      String secretKeyEnv) {

    public S3Settings(
        @Nullable String endpoint,
        @Nullable String region,
        @Nullable String bucket,
        @Nullable Boolean pathStyle,
        @Nullable String accessKeyEnv,
        @Nullable String secretKeyEnv) {
      requireHttp("stack.s3.endpoint", endpoint);
      this.endpoint = endpoint;
      this.region = region == null ? "us-east-1" : region;
      this.bucket = bucket == null ? "weir" : bucket;
      this.pathStyle = pathStyle == null || pathStyle;
      this.accessKeyEnv = accessKeyEnv == null ? "WEIR_S3_ACCESS_KEY" : accessKeyEnv;
      this.secretKeyEnv = secretKeyEnv == null ? "WEIR_S3_SECRET_KEY" : secretKeyEnv;
    }

    public Optional<String> external() {
      return Optional.ofNullable(endpoint);
    }
  }

  /**
   * The Iceberg catalogue.
   *
   * @param uri JDBC URI; absent for SQLite in the data folder
   * @param userEnv name of the variable with the user, if the database wants one
   * @param passwordEnv name of the variable with the password
   */
  public record CatalogSettings(
      @Nullable String uri, @Nullable String userEnv, @Nullable String passwordEnv) {
    public CatalogSettings {
      if (uri != null && !uri.startsWith("jdbc:")) {
        throw new IllegalArgumentException(
            "Expected stack.catalog.uri to begin with jdbc:, got: " + uri);
      }
    }

    public Optional<String> external() {
      return Optional.ofNullable(uri);
    }
  }

  /** The ports of the embedded servers on loopback. */
  public record Ports(
      Integer kafka, Integer controller, Integer registry, Integer s3, Integer simulator) {

    public Ports(
        @Nullable Integer kafka,
        @Nullable Integer controller,
        @Nullable Integer registry,
        @Nullable Integer s3,
        @Nullable Integer simulator) {
      this.kafka = port("kafka", kafka, 29092);
      this.controller = port("controller", controller, 29093);
      this.registry = port("registry", registry, 28080);
      this.s3 = port("s3", s3, 29000);
      this.simulator = port("simulator", simulator, 28100);
    }

    public static Ports defaults() {
      return new Ports(null, null, null, null, null);
    }

    /** All ports moved by an offset. */
    public Ports plus(int offset) {
      return new Ports(
          kafka + offset, controller + offset, registry + offset, s3 + offset, simulator + offset);
    }

    private static Integer port(String key, @Nullable Integer value, int fallback) {
      if (value != null && (value < 1 || value > 65535)) {
        throw new IllegalArgumentException(
            "Expected stack.ports." + key + " from 1 to 65535, got: " + value);
      }
      return value == null ? Integer.valueOf(fallback) : value;
    }
  }

  private static void requireHttp(String key, @Nullable String url) {
    if (url != null && !url.matches("https?://.+")) {
      throw new IllegalArgumentException(
          "Expected " + key + " to begin with http:// or https://, got: " + url);
    }
  }
}
