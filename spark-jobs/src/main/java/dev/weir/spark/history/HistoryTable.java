package dev.weir.spark.history;

import dev.weir.spark.sink.MarkedTable;
import dev.weir.spark.sink.Marker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A table, and up to which offsets its topic lies in it. Rows that lie in it already are left out,
 * whatever batch brings them again. One writer at a time.
 */
final class HistoryTable {

  private static final int COMMITS_BETWEEN_CLEANINGS = 60;

  private final MarkedTable table;
  private final String topic;
  private final Duration keptSnapshots;
  private int commits;
  private Optional<Marker> last;

  /**
   * @param topic whose records it holds, by its name on the broker
   * @param keptSnapshots how old a snapshot may be
   */
  HistoryTable(MarkedTable table, String topic, String writer, Duration keptSnapshots) {
    this.table = table;
    this.topic = topic;
    this.keptSnapshots = keptSnapshots;
    this.last = table.lastMarker(writer);
  }

  /** The marker of the last batch that it has. */
  Optional<Marker> last() {
    return last;
  }

  /** Whether all of a batch's records of its topic lie in it. */
  boolean has(Marker batch) {
    return last.filter(done -> done.covers(batch, topic)).isPresent();
  }

  /** Whether it was marked with offsets that cover a batch in all topics. */
  boolean isMarked(Marker batch) {
    return last.filter(done -> done.covers(batch)).isPresent();
  }

  /** The rows that had not been read when it was last marked. */
  Dataset<Row> unread(Dataset<Row> rows) {
    return last.map(done -> done.unread(rows)).orElse(rows);
  }

  /**
   * Writes in one commit a marker and those rows that do not lie in it.
   *
   * @param rows of a batch
   * @param shape from the batch's rows to the table's
   */
  void append(Dataset<Row> rows, UnaryOperator<Dataset<Row>> shape, Marker batch) {
    Marker marker = advanced(batch);
    table.append(shape.apply(unread(rows)), marker);
    committed(marker);
  }

  /** Writes a marker without rows. */
  void mark(Marker batch) {
    Marker marker = advanced(batch);
    table.mark(marker);
    committed(marker);
  }

  private Marker advanced(Marker batch) {
    return last.map(batch::notBehind).orElse(batch);
  }

  private void committed(Marker marker) {
    last = Optional.of(marker);
    commits++;
    if (commits % COMMITS_BETWEEN_CLEANINGS == 0) {
      table.forgetSnapshots(Instant.now().minus(keptSnapshots));
    }
  }
}
