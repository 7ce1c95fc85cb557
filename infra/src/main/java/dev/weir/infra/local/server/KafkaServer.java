package dev.weir.infra.local.server;

import dev.weir.infra.local.process.Homes;
import dev.weir.infra.local.process.Java;
import dev.weir.infra.local.process.Program;
import dev.weir.infra.local.process.ReadyCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker and controller in one process (KRaft), on loopback only. Topics are stamped with
 * the time of the append unless they say otherwise, and none is created by accident.
 */
public final class KafkaServer {
  private static final int HEAP_MEGABYTES = 320;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private KafkaServer() {}

  /**
   * Writes the broker's settings and says how to run it.
   *
   * @param directory where settings, cluster id and data are kept; a second start on the same
   *     folder goes on with its data
   * @param port the port for clients
   * @param controllerPort the port that the broker speaks to its controller on
   */
  public static Program prepare(Homes homes, Path directory, int port, int controllerPort, Path log)
      throws IOException {
    Path folder = Files.createDirectories(directory.toAbsolutePath());
    Path data = folder.resolve("data");
    Path file = folder.resolve("server.properties");
    Files.writeString(file, settings(data, port, controllerPort));
    List<String> command =
        Java.command(
            javaOptions(),
            homes.kafkaClassPath(),
            KafkaMain.class.getName(),
            file.toString(),
            data.toString(),
            clusterId(folder));
    String address = "127.0.0.1:" + port;
    return new Program(
        "kafka", address, command, Map.of(), folder, log, () -> answers(address), PATIENCE);
  }

  private static List<String> javaOptions() {
    List<String> options = new ArrayList<>(Java.small(HEAP_MEGABYTES));
    options.add(
        "-Dlog4j2.configurationFile=classpath:dev/weir/infra/local/server/server-log4j2.properties");
    return options;
  }

  private static String settings(Path data, int port, int controllerPort) {
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs=%3$s
        auto.create.topics.enable=false
        log.message.timestamp.type=LogAppendTime
        log.segment.bytes=134217728
        log.index.size.max.bytes=1048576
        log.cleaner.threads=1
        log.cleaner.dedupe.buffer.size=16777216
        num.network.threads=2
        num.io.threads=4
        num.partitions=1
        default.replication.factor=1
        group.initial.rebalance.delay.ms=0
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        share.coordinator.state.topic.num.partitions=1
        controlled.shutdown.enable=false
        """
        .formatted(port, controllerPort, data.toString().replace("\\", "\\\\"));
  }

  private static String clusterId(Path folder) throws IOException {
    Path file = folder.resolve("cluster-id");
    if (!Files.exists(file)) {
      Files.writeString(file, Uuid.randomUuid().toString());
    }
    return Files.readString(file).strip();
  }

  private static boolean answers(String address) throws IOException {
    Properties properties = new Properties();
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3_000);
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    if (!ReadyCheck.tcp(port).ready()) {
      return false;
    }
    try (Admin admin = Admin.create(properties)) {
      return !admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Kafka at " + address + " does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking Kafka at " + address, e);
    }
  }
}
