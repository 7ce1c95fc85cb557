package dev.weir.trial.latency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.status.ProgramStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private final Batches batches = new Batches();

  @Test
  void eachBatchIsTakenOnceAndTheFirstThatIsSeenNotAtAll() {
    batches.sample(status(7, 900));
    batches.sample(status(7, 900));
    batches.sample(status(8, 1100));
    batches.sample(status(8, 1100));
    batches.sample(status(10, 1300));

    Batches.Query counts = batches.queries().get("counts");
    assertThat(counts.millis()).containsExactly(1100L, 1300L);
    assertThat(counts.rows()).containsExactly(8000L, 10000L);
    assertThat(counts.phases()).containsOnly(Map.entry("addBatch", List.of(1000L, 1200L)));
  }

  @Test
  void aQueryWithoutABatchHasNone() {
    batches.sample(status(Map.of()));

    assertThat(batches.queries().get("counts").millis()).isEmpty();
  }

  private static ProgramStatus status(int batch, int millis) {
    return status(
        Map.of(
            "batch",
            batch,
            "batch_millis",
            millis,
            "input_rows",
            batch * 1000,
            "batch_phases",
            Map.of("addBatch", millis - 100)));
  }

  private static ProgramStatus status(Map<String, Object> facts) {
    return new ProgramStatus(
        "spark",
        1,
        Instant.EPOCH,
        List.of(new ProgramStatus.Part("counts", "running", "", Instant.EPOCH, facts)));
  }
}
