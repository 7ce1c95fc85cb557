package dev.weir.spark.running;

import dev.weir.schemas.settings.TimeSettings;
import dev.weir.spark.sink.LogIdentity;
import dev.weir.spark.sink.Marker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A named query: everything that Weir has to know to run and to verify it. {@link #live} and {@link
 * #recomputed} belong together: both go through the same transform, which is what makes live
 * results equal to those from the history. Implementations have no state; one object serves all
 * applications of a JVM.
 */
public interface StreamQuery {

  /** How {@code verify} compares what a query published with what the history gives. */
  enum Compared {
    /** Not at all: it computes nothing. */
    NOT,
    /** Numbers by window, each window once it is final. */
    BY_WINDOW,
    /** Numbers by session, each session once the query's watermark has passed its end. */
    BY_SESSION,
    /** Single rows by identity, up to the query's watermark. */
    BY_ROW
  }

  /** Its name in settings, topics, checkpoints and on the command line. */
  String name();

  /** The topics that it reads, without prefix. Their records must not expire unread. */
  List<String> inputs();

  /**
   * Keys of the section {@code time} that its state depends on. They are kept with its checkpoint,
   * and a change is refused; the watermark's margin is none of them, since it only delays.
   */
  default Set<String> timeSettings() {
    return Set.of();
  }

  /**
   * How long after the broker got a record the results may still miss something, if the record is
   * lost: how far ahead a record may be dated, or what it would have been joined with.
   */
  default Duration reachOfLoss(TimeSettings time) {
    return time.skew();
  }

  /** What it computes of the stream. Called once before each start. */
  Dataset<Row> live(QueryContext context) throws Exception;

  /**
   * The same, computed of the history: rows that are complete from an instant on. Rows before it
   * may be there as well, and may be wrong.
   *
   * @param since before it nothing is asked for; implementations read further back as far as
   *     earlier rows have a say in later results
   * @param time the settings that the live results were computed with
   * @throws UnsupportedOperationException if the query is {@linkplain Compared#NOT not compared}
   */
  Dataset<Row> recomputed(HistoryRows history, Instant since, TimeSettings time);

  /**
   * The tables of the history in which {@code verify} compares rows with identities: by default
   * those of its inputs.
   */
  default List<String> tables() {
    return inputs();
  }

  /** How it is verified. */
  Compared comparison();

  /** Where its results go. Called once before each start, before {@link #live}. */
  Sink sink(QueryContext context) throws Exception;

  /**
   * The markers of the tables that it writes.
   *
   * @return empty if it writes no tables
   */
  default Optional<Markers> markers(QueryContext context) {
    return Optional.empty();
  }

  /** The tables of the history. */
  @FunctionalInterface
  interface HistoryRows {

    /**
     * Rows of a table.
     *
     * @param timeColumn a column of time of that table
     * @param from rows of earlier times are left out
     */
    Dataset<Row> since(String table, String timeColumn, Instant from);
  }

  /**
   * What tables say of the batches that made them.
   *
   * @param byTable the last marker of each table that has one
   * @param lastWritten the table that is written last: a batch that it has is in all of them
   * @param log that the markers belong to
   */
  record Markers(Map<String, Marker> byTable, String lastWritten, LogIdentity log) {

    public Markers {
      byTable = Map.copyOf(byTable);
    }

    /** The marker of the last batch that was written whole. */
    public Optional<Marker> whole() {
      return Optional.ofNullable(byTable.get(lastWritten));
    }
  }
}
