package dev.weir.infra.local.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.infra.local.process.Homes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkSubmitTest {
  @TempDir Path root;

  @BeforeEach
  void build() throws Exception {
    Path target = Files.createDirectories(root.resolve("spark-jobs/target"));
    Files.createFile(target.resolve("weir-spark-jobs.jar"));
  }

  @Test
  void withoutSparkHomeTheBuildsOwnIsUsed() {
    assertThat(SparkSubmit.command(new Homes(root), List.of(), List.of("verify", "--json")))
        .containsExactly(
            root + "/infra/homes/spark/target/home/bin/spark-submit",
            "--master",
            "local[8]",
            "--name",
            "weir",
            "--class",
            "dev.weir.spark.cli.SparkCommand",
            root + "/spark-jobs/target/weir-spark-jobs.jar",
            "verify",
            "--json");
  }

  @Test
  void aSparkOfTheUsersOwnTakesItsOptionsBeforeTheJar() throws Exception {
    List<String> command =
        SparkSubmit.command(
            new Homes(root),
            sparkOfTheUser(),
            List.of("--master", "spark://host:7077"),
            List.of("stream"));
    assertThat(command.get(0)).isEqualTo(root + "/opt/spark/bin/spark-submit");
    assertThat(command)
        .containsSubsequence("--master", "spark://host:7077", "stream")
        .doesNotContain("local[8]");
  }

  @Test
  void aSparkOfTheUsersOwnGetsTheJarsThatItLacks() throws Exception {
    Path ours = Files.createDirectories(root.resolve("infra/homes/spark/target/home/jars"));
    for (String jar :
        List.of("spark-sql_2.13-4.1.1.jar", "spark-avro_2.13-4.1.1.jar", "s3-2.41.0.jar")) {
      Files.createFile(ours.resolve(jar));
    }
    Path theirs = sparkOfTheUser();
    Files.createFile(theirs.resolve("jars/spark-sql_2.13-4.1.2-vendor7.jar"));
    List<String> command =
        SparkSubmit.command(
            new Homes(root), theirs, List.of("--jars", "/opt/more.jar"), List.of("stream"));
    assertThat(command)
        .containsSubsequence(
            "--jars",
            "/opt/more.jar,%1$s/s3-2.41.0.jar,%1$s/spark-avro_2.13-4.1.1.jar".formatted(ours));
  }

  @Test
  void aSparkHomeWithoutJarsIsRefused() {
    assertThatThrownBy(
            () ->
                SparkSubmit.command(
                    new Homes(root), root.resolve("nowhere"), List.of(), List.of("stream")))
        .hasMessageContaining("SPARK_HOME")
        .hasMessageContaining("nowhere");
  }

  private Path sparkOfTheUser() throws Exception {
    Files.createDirectories(root.resolve("infra/homes/spark/target/home/jars"));
    Files.createDirectories(root.resolve("opt/spark/jars"));
    return root.resolve("opt/spark");
  }
}
