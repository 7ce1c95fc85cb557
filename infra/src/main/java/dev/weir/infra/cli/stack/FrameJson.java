package dev.weir.infra.cli.stack;

import dev.weir.infra.stream.LiveSnapshot;
import dev.weir.infra.stream.SourceCoverage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A {@link Frame} as what becomes a JSON line. Pure. */
final class FrameJson {
  private FrameJson() {}

  static Map<String, Object> of(Frame frame) {
    LiveSnapshot live = frame.live();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("event", "live");
    json.put("at", live.at());
    json.put("uptime_seconds", frame.uptime().toSeconds());
    json.put("resident_bytes", frame.stack().residentBytes());
    json.put("problem", live.problem().orElse(""));
    json.put("top_links", live.links().map(LiveSnapshot.Ranking::entries).orElse(List.of()));
    json.put("top_tags", live.tags());
    json.put("posts_a_minute", posts(live.minutes()));
    json.put("history_rows", frame.historyRows());
    json.put("dead_letters", live.deadLetters().byType());
    json.put("windows", windows(live.windows()));
    json.put("queries", queries(frame.stack()));
    json.put("coverage", coverage(live.coverage()));
    json.put("not_running", Rendering.awaited(frame.stack().parts()));
    return json;
  }

  private static Map<String, Long> posts(List<LiveSnapshot.Minute> windows) {
    return windows.isEmpty()
        ? Map.of()
        : FrameText.perMinute(windows.get(Math.max(0, windows.size() - 2)));
  }

  private static Map<String, Object> windows(Map<String, LiveSnapshot.QueryWindows> windows) {
    Map<String, Object> json = new TreeMap<>();
    windows.forEach(
        (query, found) -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("open", found.open());
          one.put("final", found.finals());
          one.put("final_until", found.finalUntil().map(Object::toString).orElse(""));
          one.put("rows", found.rows());
          one.put("rows_dropped", found.rowsDropped());
          one.put("incomplete", found.incomplete());
          json.put(query, one);
        });
    return json;
  }

  private static Map<String, Object> queries(StackReport stack) {
    Map<String, Object> json = new TreeMap<>();
    var spark = stack.programs().get("spark");
    if (spark != null) {
      spark
          .parts()
          .forEach(
              part -> json.put(part.name(), Map.of("state", part.state(), "facts", part.facts())));
    }
    return json;
  }

  private static List<Map<String, Object>> coverage(List<SourceCoverage> sources) {
    return sources.stream()
        .map(
            source ->
                Map.<String, Object>of(
                    "source", source.source(),
                    "status", source.status(),
                    "reached", source.reached(),
                    "gaps", source.gaps()))
        .toList();
  }
}
