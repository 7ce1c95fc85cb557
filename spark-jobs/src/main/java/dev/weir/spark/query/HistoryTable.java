package dev.weir.spark.query;

import dev.weir.spark.sink.MarkedTable;
import dev.weir.spark.sink.Marker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A table, and up to which batch its writer has got in it. One writer at a time. */
final class HistoryTable {

  private static final int COMMITS_BETWEEN_CLEANINGS = 60;

  private final MarkedTable table;
  private final Duration keptSnapshots;
  private int commits;
  private Optional<Marker> last;

  /**
   * @param keptSnapshots how old a snapshot may be
   */
  HistoryTable(MarkedTable table, String writer, Duration keptSnapshots) {
    this.table = table;
    this.keptSnapshots = keptSnapshots;
    this.last = table.lastMarker(writer);
  }

  /** The marker of the last batch that it has. */
  Optional<Marker> last() {
    return last;
  }

  boolean has(Marker batch) {
    return last.filter(done -> done.covers(batch)).isPresent();
  }

  /** Writes rows and marker in one commit, unless it has that batch. */
  void append(Dataset<Row> rows, Marker marker) {
    if (!has(marker)) {
      table.append(rows, marker);
      committed(marker);
    }
  }

  /** Writes a marker without rows. */
  void mark(Marker marker) {
    table.mark(marker);
    committed(marker);
  }

  private void committed(Marker marker) {
    last = Optional.of(marker);
    commits++;
    if (commits % COMMITS_BETWEEN_CLEANINGS == 0) {
      table.forgetSnapshots(Instant.now().minus(keptSnapshots));
    }
  }
}
