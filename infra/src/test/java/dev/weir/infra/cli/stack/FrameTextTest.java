package dev.weir.infra.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.infra.stream.LiveSnapshot;
import dev.weir.infra.stream.LiveSnapshot.Minute;
import dev.weir.infra.stream.LiveSnapshot.QueryWindows;
import dev.weir.infra.stream.LiveSnapshot.Ranked;
import dev.weir.infra.stream.LiveSnapshot.Ranking;
import dev.weir.infra.stream.SourceCoverage;
import dev.weir.schemas.status.Json;
import dev.weir.schemas.status.ProgramStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameTextTest {
  private static final Instant T = Instant.parse("2026-11-01T12:00:00Z");

  @Test
  void theViewNamesLinksTagsPostsHistoryDeadLettersLagAndCoverage() {
    List<String> lines = FrameText.lines(frame(), 100);
    assertThat(lines)
        .anyMatch(line -> line.startsWith("POSTS A MINUTE  bluesky 60  mastodon 120"))
        .anyMatch(line -> line.matches(" +7 +http://gazette.test/1 +9 +rain"))
        .anyMatch(line -> line.equals("HISTORY       posts 1,200 rows"))
        .anyMatch(line -> line.equals("DEAD LETTERS  3 in the last day  malformed 3"))
        .anyMatch(line -> line.equals("QUERIES       counts running, lag 5"))
        .anyMatch(
            line ->
                line.startsWith(
                    "WINDOWS       counts: 2 open, 7 final until 2026-11-01T12:00:00Z, 0 rows"))
        .anyMatch(line -> line.equals("COVERAGE      1 sources: complete 1"))
        .anyMatch(line -> line.contains("feed/gazette  gap") && line.endsWith("feed rolled over"))
        .anyMatch(line -> line.startsWith("NOT RUNNING   registry"));
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    assertThat(FrameText.lines(frame(), 50)).allMatch(line -> line.length() <= 50);
  }

  @Test
  void theSameFrameIsOneJsonObject() {
    assertThat(Json.line(FrameJson.of(frame())))
        .contains("\"event\":\"live\"")
        .contains("\"posts_a_minute\":{\"bluesky\":60,\"mastodon\":120}")
        .contains("\"history_rows\":{\"posts\":1200}")
        .contains("\"final_until\":\"2026-11-01T12:00:00Z\"")
        .contains("\"not_running\":[\"registry\"]")
        .doesNotContain("\n");
  }

  private static Frame frame() {
    SourceCoverage.Gap gap = new SourceCoverage.Gap(T, T.plusSeconds(5), "gap", "feed rolled over");
    LiveSnapshot live =
        new LiveSnapshot(
            T,
            true,
            Optional.empty(),
            Optional.of(
                new Ranking(T, T.plusSeconds(60), List.of(new Ranked("http://gazette.test/1", 7)))),
            List.of(new Ranked("rain", 9)),
            List.of(
                new Minute(T, T.plusSeconds(10), Map.of("mastodon", 20L, "bluesky", 10L)),
                new Minute(T.plusSeconds(10), T.plusSeconds(20), Map.of("mastodon", 1L))),
            Map.of("counts", new QueryWindows(2, 7, Optional.of(T), 100, 0, 0)),
            new LiveSnapshot.DeadLetters(3, Map.of("malformed", 3L), Optional.empty()),
            List.of(
                new SourceCoverage("feed/gazette", T, "complete", T, Optional.of(T), List.of(gap))),
            0);
    ProgramStatus spark =
        new ProgramStatus(
            "spark",
            2,
            T,
            List.of(new ProgramStatus.Part("counts", "running", "", T, Map.of("lag", 5))));
    StackReport stack =
        new StackReport(
            true,
            "/data/.weir",
            1,
            1 << 30,
            List.of(
                new ProgramStatus.Part("kafka", "running", "", T, Map.of()),
                new ProgramStatus.Part("registry", "backing-off", "it ended", T, Map.of())),
            Map.of("spark", spark));
    return new Frame(Duration.ofSeconds(70), stack, live, Map.of("posts", 1200L));
  }
}
