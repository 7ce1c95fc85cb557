package dev.weir.infra.history;

import dev.weir.infra.s3.ObjectLocation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;

/** A table of the history as it stands when it was loaded. */
public final class HistoryTable {

  private final String name;
  private final Table table;

  HistoryTable(String name, Table table) {
    this.name = name;
    this.table = table;
  }

  /**
   * A data file.
   *
   * @param partition the partition's folder, such as {@code event_time_day=2026-11-01}; empty where
   *     there is none
   */
  public record DataFile(ObjectLocation location, long bytes, long rows, String partition) {}

  /**
   * A committed state of the table.
   *
   * @param summary the writer's summary, such as {@code added-records}
   */
  public record SnapshotInfo(
      long id, Instant committedAt, String operation, Map<String, String> summary) {}

  /** A column: its name, type in DuckDB's words and description. */
  public record Column(String name, String type, boolean required, String description) {}

  public String name() {
    return name;
  }

  /** Where the table's files lie. */
  public ObjectLocation location() {
    return ObjectLocation.parse(table.location());
  }

  public List<Column> columns() {
    return table.schema().columns().stream()
        .map(
            field ->
                new Column(
                    field.name(),
                    DuckTypes.of(field.type()),
                    field.isRequired(),
                    field.doc() == null ? "" : field.doc()))
        .toList();
  }

  /** The snapshots that are kept, the oldest first. */
  public List<SnapshotInfo> snapshots() {
    return StreamSupport.stream(table.snapshots().spliterator(), false)
        .map(HistoryTable::info)
        .sorted(Comparator.comparing(SnapshotInfo::committedAt))
        .toList();
  }

  /** The current snapshot; empty before the first commit. */
  public Optional<SnapshotInfo> current() {
    return Optional.ofNullable(table.currentSnapshot()).map(HistoryTable::info);
  }

  private static SnapshotInfo info(Snapshot snapshot) {
    return new SnapshotInfo(
        snapshot.snapshotId(),
        Instant.ofEpochMilli(snapshot.timestampMillis()),
        snapshot.operation() == null ? "" : snapshot.operation(),
        snapshot.summary() == null ? Map.of() : snapshot.summary());
  }

  /**
   * The snapshot that was current at a time; empty where the table had none yet, or it has expired.
   */
  public Optional<Long> snapshotAsOf(Instant time) {
    return table.history().stream()
        .filter(entry -> entry.timestampMillis() <= time.toEpochMilli())
        .reduce((first, second) -> second)
        .map(entry -> entry.snapshotId())
        .filter(id -> table.snapshot(id) != null);
  }

  boolean hasSnapshot(long id) {
    return table.snapshot(id) != null;
  }

  Schema schema() {
    return table.schema();
  }

  /**
   * The column with the table's stream time, by which it is partitioned; empty where it is not by
   * time.
   */
  Optional<String> timeColumn() {
    return table.spec().fields().stream()
        .map(field -> table.schema().findField(field.sourceId()))
        .filter(field -> field.type() instanceof Types.TimestampType)
        .map(Types.NestedField::name)
        .findFirst();
  }

  /**
   * The data files that may hold rows of the range.
   *
   * @throws IllegalStateException where rows were deleted by delete files, which Weir never writes
   */
  public List<DataFile> plan(View view) throws IOException {
    List<DataFile> files = new ArrayList<>();
    if (view.snapshot().isEmpty() && table.currentSnapshot() == null) {
      return files;
    }
    TableScan scan = table.newScan().filter(filter(view));
    TableScan pinned = view.snapshot().isPresent() ? scan.useSnapshot(view.snapshot().get()) : scan;
    try (CloseableIterable<FileScanTask> tasks = pinned.planFiles()) {
      for (FileScanTask task : tasks) {
        if (!task.deletes().isEmpty()) {
          throw new IllegalStateException(
              "Expected copy-on-write files alone in " + name + ", got delete files");
        }
        files.add(
            new DataFile(
                ObjectLocation.parse(task.file().location()),
                task.file().fileSizeInBytes(),
                task.file().recordCount(),
                task.spec().partitionToPath(task.file().partition())));
      }
    }
    return files;
  }

  private Expression filter(View view) {
    Optional<String> column = timeColumn();
    if (column.isEmpty()) {
      return Expressions.alwaysTrue();
    }
    Expression since =
        view.since()
            .<Expression>map(t -> Expressions.greaterThanOrEqual(column.get(), micros(t)))
            .orElse(Expressions.alwaysTrue());
    Expression until =
        view.until()
            .<Expression>map(t -> Expressions.lessThan(column.get(), micros(t)))
            .orElse(Expressions.alwaysTrue());
    return Expressions.and(since, until);
  }

  private static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000L);
  }

  /**
   * Which rows are wanted.
   *
   * @param snapshot as of which snapshot; empty for the current one
   * @param since from which stream time on, inclusive
   * @param until up to which stream time, exclusive
   */
  public record View(Optional<Long> snapshot, Optional<Instant> since, Optional<Instant> until) {

    /** All rows of the current snapshot. */
    public static final View ALL = new View(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
