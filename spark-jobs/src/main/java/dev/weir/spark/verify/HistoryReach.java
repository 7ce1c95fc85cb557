package dev.weir.spark.verify;

import dev.weir.spark.sink.MarkedTable;
import dev.weir.spark.sink.Marker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/** Whether the history has got as far as the log had when the verification began. */
final class HistoryReach {

  private static final long PAUSE_MILLIS = 500;

  private final MarkedTable posts;

  HistoryReach(MarkedTable posts) {
    this.posts = posts;
  }

  /**
   * Waits for the history.
   *
   * @return what is still missing when the patience ends
   */
  List<String> await(Map<TopicPartition, Long> ends, Duration patience)
      throws InterruptedException {
    Instant deadline = Instant.now().plus(patience);
    while (true) {
      List<String> missing = missing(ends);
      if (missing.isEmpty() || !Instant.now().isBefore(deadline)) {
        return missing;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private List<String> missing(Map<TopicPartition, Long> ends) {
    if (!posts.exists()) {
      return List.of("the history's tables, which do not exist yet");
    }
    Optional<Marker> marker = posts.lastMarker("history");
    return ends.entrySet().stream()
        .filter(end -> end.getValue() > reached(marker, end.getKey()))
        .map(
            end ->
                "history of %s: expected offset %d, got: %d"
                    .formatted(end.getKey(), end.getValue(), reached(marker, end.getKey())))
        .sorted()
        .toList();
  }

  private static long reached(Optional<Marker> marker, TopicPartition partition) {
    return marker
        .map(found -> found.offset(partition.topic(), partition.partition()))
        .filter(offset -> offset >= 0)
        .orElse(0L);
  }
}
