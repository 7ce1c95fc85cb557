package dev.weir.infra.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkSubmitTest {
  @TempDir Path root;

  @BeforeEach
  void build() throws Exception {
    Path target = Files.createDirectories(root.resolve("spark-jobs/target"));
    Files.createFile(target.resolve("weir-spark-jobs-0.1.0.jar"));
  }

  @Test
  void withoutSparkHomeTheBuildsOwnIsUsed() {
    assertThat(
            SparkSubmit.command(
                new Homes(root), Optional.empty(), List.of(), List.of("verify", "--json")))
        .containsExactly(
            root + "/infra/homes/spark/target/home/bin/spark-submit",
            "--master",
            "local[2]",
            "--name",
            "weir",
            "--class",
            "dev.weir.spark.cli.SparkCommand",
            root + "/spark-jobs/target/weir-spark-jobs-0.1.0.jar",
            "verify",
            "--json");
  }

  @Test
  void aSparkOfTheUsersOwnTakesItsOptionsBeforeTheJar() {
    List<String> command =
        SparkSubmit.command(
            new Homes(root),
            Optional.of(Path.of("/opt/spark")),
            List.of("--master", "spark://host:7077"),
            List.of("stream"));
    assertThat(command.get(0)).isEqualTo("/opt/spark/bin/spark-submit");
    assertThat(command)
        .containsSubsequence("--master", "spark://host:7077", "stream")
        .doesNotContain("local[2]");
  }
}
