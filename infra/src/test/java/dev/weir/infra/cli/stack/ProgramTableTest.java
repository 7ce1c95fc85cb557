package dev.weir.infra.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.status.ProgramStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramTableTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void eachPartIsALineWithItsFactsInWords() {
    ProgramStatus status =
        new ProgramStatus(
            "pollers",
            7,
            NOW,
            List.of(
                new ProgramStatus.Part(
                    "mastodon/town",
                    "waiting",
                    "next poll in 2s",
                    NOW.minusSeconds(75),
                    Map.of("dead-letters", 1, "complete-until", "2026-03-01T11:59:58.944159Z")),
                new ProgramStatus.Part("shards", "running", "", NOW.minusSeconds(7265), Map.of())));
    assertThat(ProgramTable.lines(status, NOW))
        .containsExactly(
            "POLLERS        STATE    FOR         DETAIL",
            "mastodon/town  waiting  1 min 15 s  next poll in 2s; complete until 2026-03-01T11:59:58Z, dead letters 1",
            "shards         running  2 h 1 min");
  }
}
