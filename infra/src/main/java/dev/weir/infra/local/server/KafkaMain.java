package dev.weir.infra.local.server;

import dev.weir.infra.local.process.ChildMain;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Formats a broker's storage when it has none, and runs the broker, in one JVM; ends when standard
 * input closes.
 *
 * <p>Arguments: the broker's properties file, its log directory, the cluster's id. Kafka's classes
 * are reached by reflection, since this class is compiled without them.
 */
public final class KafkaMain {
  private KafkaMain() {}

  public static void main(String[] args) throws Throwable {
    if (args.length != 3) {
      throw new IllegalArgumentException(
          "Expected PROPERTIES LOG-DIR CLUSTER-ID, got: " + args.length + " arguments");
    }
    ChildMain.endWithStandardInput();
    if (!Files.exists(Path.of(args[1], "meta.properties"))) {
      format(args[0], args[2]);
    }
    ChildMain.run("kafka.Kafka", new String[] {args[0]});
  }

  private static void format(String properties, String clusterId) throws Exception {
    String[] format = {"format", "--cluster-id", clusterId, "--config", properties};
    Object code =
        Class.forName("kafka.tools.StorageTool")
            .getMethod("execute", String[].class, PrintStream.class)
            .invoke(null, format, System.out);
    if (!Integer.valueOf(0).equals(code)) {
      throw new IllegalStateException(
          "Expected the storage to be formatted, got exit code: " + code);
    }
  }
}
