package dev.weir.infra.local.stack;

import dev.weir.infra.local.admin.Clients;
import dev.weir.infra.local.admin.TopicAdmin;
import dev.weir.infra.local.folder.Addresses;
import dev.weir.infra.local.folder.S3Credentials;
import dev.weir.infra.local.process.Child;
import dev.weir.infra.local.process.FreePorts;
import dev.weir.infra.local.process.Homes;
import dev.weir.infra.local.process.Program;
import dev.weir.infra.local.server.KafkaServer;
import dev.weir.infra.local.server.RegistryServer;
import dev.weir.infra.local.server.S3Server;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.topic.TopicCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;

/**
 * Some of the servers that Weir needs, running as child processes on free ports of loopback: what a
 * test asks for.
 *
 * <pre>{@code
 * try (LocalStack stack = LocalStack.start(folder, Part.KAFKA, Part.REGISTRY)) {
 *   use(stack.bootstrapServers(), stack.registryUrl());
 * }
 * }</pre>
 *
 * <p>Closing it ends the servers and keeps their data; starting on the same folder goes on with
 * them, on new ports. It restarts nothing by itself: for that see {@link #restart}. Not safe for
 * use by several threads.
 */
public final class LocalStack implements AutoCloseable {
  /** The servers. The registry brings Kafka with it. */
  public enum Part {
    KAFKA,
    REGISTRY,
    S3
  }

  private final Path directory;
  private final Homes homes = Homes.find();
  private final Map<Part, Integer> ports = new EnumMap<>(Part.class);
  private final Map<Part, Child> children = new EnumMap<>(Part.class);
  private final int controllerPort;

  private LocalStack(Path directory) throws IOException {
    this.directory = directory.toAbsolutePath();
    Iterator<Integer> free = FreePorts.take(Part.values().length + 1).iterator();
    controllerPort = free.next();
    for (Part part : Part.values()) {
      ports.put(part, free.next());
    }
  }

  /**
   * Starts servers and returns when all of them answer.
   *
   * @param directory where their data and logs go
   * @throws IOException when one does not come up; those that did are ended
   */
  public static LocalStack start(Path directory, Part... parts)
      throws IOException, InterruptedException {
    LocalStack stack = new LocalStack(directory);
    try {
      stack.startAll(Set.of(parts));
      return stack;
    } catch (IOException | InterruptedException | RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private void startAll(Set<Part> parts) throws IOException, InterruptedException {
    if (parts.contains(Part.S3)) {
      launch(Part.S3);
    }
    if (parts.contains(Part.KAFKA) || parts.contains(Part.REGISTRY)) {
      launch(Part.KAFKA).awaitReady();
    }
    if (parts.contains(Part.REGISTRY)) {
      try (Admin admin = admin()) {
        RegistryServer.createTopics(admin);
      }
      launch(Part.REGISTRY).awaitReady();
    }
    if (parts.contains(Part.S3)) {
      child(Part.S3).awaitReady();
    }
  }

  private Child launch(Part part) throws IOException {
    Child child = Child.start(program(part));
    children.put(part, child);
    return child;
  }

  private Program program(Part part) throws IOException {
    Path log = directory.resolve("logs").resolve(folder(part) + ".log");
    Path data = directory.resolve("data").resolve(folder(part));
    return switch (part) {
      case KAFKA -> KafkaServer.prepare(homes, data, port(part), controllerPort, log);
      case REGISTRY -> RegistryServer.prepare(homes, data, port(part), bootstrapServers(), log);
      case S3 -> S3Server.prepare(homes, data, port(part), log);
    };
  }

  private static String folder(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  private int port(Part part) {
    return ports.getOrDefault(part, 0);
  }

  /** The running process of a part, for instance to kill it. */
  public Child child(Part part) {
    Child child = children.get(part);
    if (child == null) {
      throw new IllegalArgumentException("Expected one of " + children.keySet() + ", got: " + part);
    }
    return child;
  }

  /**
   * Starts a part that has ended (or been killed) again, on the same port and data, and waits until
   * it answers.
   */
  public Child restart(Part part) throws IOException, InterruptedException {
    child(part).close();
    Child child = launch(part);
    child.awaitReady();
    return child;
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port(Part.KAFKA);
  }

  public String registryUrl() {
    return RegistryServer.url(port(Part.REGISTRY));
  }

  public String s3Endpoint() {
    return S3Server.url(port(Part.S3));
  }

  /** The credentials of the S3 endpoint. */
  public S3Credentials s3Credentials() throws IOException {
    return S3Credentials.of(directory.resolve("data").resolve(folder(Part.S3)));
  }

  /**
   * The settings' section {@code stack} for programs that use these servers, with every address
   * filled in.
   */
  public StackSettings settings() {
    StackSettings.Ports ports =
        new StackSettings.Ports(
            port(Part.KAFKA), controllerPort, port(Part.REGISTRY), port(Part.S3), null);
    return Addresses.filled(new StackSettings(directory, null, null, null, null, null, ports));
  }

  /**
   * What a program that uses the S3 endpoint needs in its environment: the credentials, by their
   * usual names.
   */
  public Map<String, String> environment() throws IOException {
    return s3Credentials().environment();
  }

  /** Creates the topics of Weir. */
  public void createTopics() throws IOException {
    try (Admin admin = admin()) {
      new TopicAdmin(admin, TopicCatalog.load(), settings().topicPrefix()).apply();
    }
  }

  /** A new admin client of the broker, to be closed by the caller. */
  public Admin admin() {
    return Clients.admin(settings(), name -> null);
  }

  /** Ends all servers, the registry before its broker. */
  @Override
  public void close() {
    List<Part> order = new ArrayList<>(List.of(Part.S3, Part.REGISTRY, Part.KAFKA));
    order.retainAll(children.keySet());
    for (Part part : order) {
      child(part).close();
    }
  }
}
