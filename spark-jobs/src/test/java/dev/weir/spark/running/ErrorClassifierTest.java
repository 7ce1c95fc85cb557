package dev.weir.spark.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weir.schemas.settings.TimeSettings;
import dev.weir.spark.testing.Rows;
import dev.weir.spark.testing.Running;
import dev.weir.spark.testing.Stream;
import dev.weir.spark.transform.Counts;
import dev.weir.spark.transform.Deduplicator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorClassifierTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void theStateOfAnotherQueryIsTold() throws Exception {
    Stream posts = new Stream(Rows.POST);
    Dataset<Row> first = Deduplicator.of(posts.rows().withColumn("identity", functions.col("id")));
    try (Running running = Running.start(first, OutputMode.Append(), folder)) {
      posts.add(Rows.post("1", NOON));
      running.process();
    }
    Dataset<Row> other =
        Counts.facts(posts.rows(), TimeSettings.defaults()).groupBy("author").count();
    assertThat(ErrorClassifier.isOtherState(new IOException("Broken pipe"))).isFalse();
    try (Running running = Running.start(other, OutputMode.Update(), folder)) {
      posts.add(Rows.post("2", NOON));
      Throwable failure = catchThrowable(running::process);
      assertThat(ErrorClassifier.isOtherState(failure)).as(String.valueOf(failure)).isTrue();
    }
  }
}
