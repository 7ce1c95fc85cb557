package dev.weir.spark.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spark.running.CoverageGaps.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DroppedAsGapTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void rowsThatAJoinDroppedAreAGapForAsLongAsTheyCouldHaveJoined() throws Exception {
    List<Gap> told = new ArrayList<>();
    DroppedAsGap writer = new DroppedAsGap((rows, batch) -> {}, told::addAll, Duration.ofHours(24));
    writer.dropped(0, NOON, 1);
    assertThat(told).isEmpty();
    writer.dropped(3, NOON, 2);
    assertThat(told)
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.start()).isEqualTo(NOON);
              assertThat(gap.end()).isEqualTo(NOON.plus(Duration.ofHours(24)));
              assertThat(gap.reason()).isEqualTo("rows came after the watermark");
            });
  }
}
