package dev.weir.infra.local.process;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.NoSuchElementException;

/**
 * Where the build puts the programs that the embedded stack runs.
 *
 * @param root the root of the checkout
 */
public record Homes(Path root) {
  /**
   * The checkout that this class was built in: system property {@code weir.root}, else found from
   * its own class path.
   */
  public static Homes find() {
    String root = System.getProperty("weir.root");
    return new Homes(root == null ? checkout(ownCode()) : Path.of(root).toAbsolutePath());
  }

  /** Our classes are in ROOT/infra/target/classes, or in a jar beside that folder. */
  private static Path checkout(Path code) {
    return code.resolve("../../..").toAbsolutePath().normalize();
  }

  /** The class path of the broker. */
  public String kafkaClassPath() {
    return withOwnCode(jars("kafka").resolve("*"));
  }

  /** The class path of the S3 endpoint. */
  public String s3ClassPath() {
    return withOwnCode(jars("s3").resolve("*"));
  }

  /** The class path of the registry, whose manifest names its libraries. */
  public String registryClassPath() {
    Path home = existing(root.resolve("infra/homes/registry/target/home"));
    try (DirectoryStream<Path> runners = Files.newDirectoryStream(home, "*-runner.jar")) {
      return withOwnCode(runners.iterator().next());
    } catch (IOException | NoSuchElementException e) {
      throw new IllegalStateException(
          "Expected the build to have put a runner jar into " + home + "; run mvn package", e);
    }
  }

  /** The Spark home: {@code jars} and {@code bin/spark-submit}. */
  public Path spark() {
    return root.resolve("infra/homes/spark/target/home");
  }

  /** The jar of the Spark jobs. */
  public Path jobJar() {
    return existing(root.resolve("spark-jobs/target/weir-spark-jobs.jar"));
  }

  /** The class path of one of our own modules, by its folder: {@code tests/simulator}. */
  public String moduleClassPath(String module) {
    Path folder = root.resolve(module);
    Path target = folder.resolve("target");
    Path jar = existing(target.resolve("weir-" + folder.getFileName() + ".jar"));
    return jar + ":" + target.resolve("lib").resolve("*");
  }

  private Path jars(String home) {
    return existing(root.resolve("infra/homes").resolve(home).resolve("target/home/jars"));
  }

  private static String withOwnCode(Path classPath) {
    return classPath + ":" + ownCode();
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new IllegalStateException(
          "Expected the build to have made " + path + ", got nothing there; run mvn package");
    }
    return path;
  }

  /** The folder or jar with the classes of this module. */
  static Path ownCode() {
    CodeSource source = Homes.class.getProtectionDomain().getCodeSource();
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(
          "Expected a file as the place of our classes, got: " + source, e);
    }
  }
}
