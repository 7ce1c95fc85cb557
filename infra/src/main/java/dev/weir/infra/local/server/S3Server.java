package dev.weir.infra.local.server;

import dev.weir.infra.local.folder.S3Credentials;
import dev.weir.infra.local.folder.Secrets;
import dev.weir.infra.local.process.ChildMain;
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

/** S3Proxy on loopback: a real S3 endpoint that keeps its objects as files. */
public final class S3Server {
  private static final int HEAP_MEGABYTES = 160;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private S3Server() {}

  /**
   * Writes the endpoint's settings, with the folder's {@link S3Credentials}, and says how to run
   * it.
   *
   * @param directory where settings, credentials and objects are kept
   */
  public static Program prepare(Homes homes, Path directory, int port, Path log)
      throws IOException {
    Path folder = Files.createDirectories(directory.toAbsolutePath());
    Path objects = Files.createDirectories(folder.resolve("buckets"));
    Path file = folder.resolve("s3proxy.properties");
    Secrets.write(file, settings(S3Credentials.of(folder), objects, port));
    List<String> java = new ArrayList<>(Java.small(HEAP_MEGABYTES));
    java.add(
        "-Dlog4j2.configurationFile=classpath:dev/weir/infra/local/server/server-log4j2.properties");
    List<String> command =
        Java.command(
            java,
            homes.s3ClassPath(),
            ChildMain.class.getName(),
            "org.gaul.s3proxy.Main",
            "--properties",
            file.toString());
    ReadyCheck ready = ReadyCheck.http(url(port), 500);
    return new Program("s3", "127.0.0.1:" + port, command, Map.of(), folder, log, ready, PATIENCE);
  }

  /** The endpoint on this port of loopback. */
  public static String url(int port) {
    return "http://127.0.0.1:" + port;
  }

  private static String settings(S3Credentials credentials, Path objects, int port) {
    return """
        s3proxy.endpoint=%s
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem
        jclouds.identity=local
        jclouds.credential=local
        jclouds.filesystem.basedir=%s
        """
        .formatted(url(port), credentials.accessKey(), credentials.secretKey(), objects);
  }
}
