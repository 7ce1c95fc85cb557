package dev.weir.infra.cli.data;

import dev.weir.infra.history.History;
import dev.weir.infra.history.HistoryCatalog;
import dev.weir.infra.history.HistoryTable;
import dev.weir.infra.output.Rows;
import dev.weir.infra.s3.ObjectInfo;
import dev.weir.infra.s3.ObjectLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What there is, as rows: tables, partitions, objects, snapshots. */
final class HistoryListing {
  private final History history;

  HistoryListing(History history) {
    this.history = history;
  }

  Rows tables() throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (String name : HistoryCatalog.TABLES) {
      Optional<HistoryTable> table = history.table(name);
      Map<String, String> summary =
          table
              .flatMap(HistoryTable::current)
              .map(HistoryTable.SnapshotInfo::summary)
              .orElse(Map.of());
      rows.add(
          Arrays.asList(
              name,
              number(summary, "total-records"),
              number(summary, "total-data-files"),
              number(summary, "total-files-size"),
              table.map(found -> (long) found.snapshots().size()).orElse(0L),
              table
                  .flatMap(HistoryTable::current)
                  .map(snapshot -> snapshot.committedAt().toString())
                  .orElse(null),
              table.map(found -> found.location().toString()).orElse(null)));
    }
    return Rows.of(
        List.of("table", "rows", "files", "bytes", "snapshots", "last_commit", "location"), rows);
  }

  private static long number(Map<String, String> summary, String key) {
    return Long.parseLong(summary.getOrDefault(key, "0"));
  }

  /** Sums of one partition. */
  private static final class Sums {
    private long rows;
    private long files;
    private long bytes;
    private long objects;
    private long bucketBytes;
  }

  /**
   * Live files as the table has them, and beside them what lies in the bucket, older snapshots'
   * files included.
   */
  Rows partitions(String name) throws IOException {
    HistoryTable table = existing(name);
    Map<String, Sums> partitions = new TreeMap<>();
    for (HistoryTable.DataFile file : table.plan(HistoryTable.View.ALL)) {
      Sums sums = partitions.computeIfAbsent(file.partition(), key -> new Sums());
      sums.rows += file.rows();
      sums.files++;
      sums.bytes += file.bytes();
    }
    ObjectLocation data = data(table);
    history
        .store()
        .list(
            data,
            object -> {
              Sums sums = partitions.computeIfAbsent(partition(data, object), key -> new Sums());
              sums.objects++;
              sums.bucketBytes += object.bytes();
            });
    List<List<@Nullable Object>> rows = new ArrayList<>();
    partitions.forEach(
        (partition, sums) ->
            rows.add(
                Arrays.asList(
                    partition, sums.rows, sums.files, sums.bytes, sums.objects, sums.bucketBytes)));
    return Rows.of(
        List.of("partition", "rows", "files", "bytes", "bucket_objects", "bucket_bytes"), rows);
  }

  Rows objects(String name, String partition) throws IOException {
    HistoryTable table = existing(name);
    Set<ObjectLocation> live = new HashSet<>();
    for (HistoryTable.DataFile file : table.plan(HistoryTable.View.ALL)) {
      live.add(file.location());
    }
    ObjectLocation data = data(table);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    history
        .store()
        .list(
            new ObjectLocation(data.bucket(), data.key() + partition + "/"),
            object ->
                rows.add(
                    Arrays.asList(
                        object.location().toString(),
                        object.bytes(),
                        object.modified().toString(),
                        object.etag(),
                        live.contains(object.location()))));
    return Rows.of(List.of("object", "bytes", "modified", "etag", "live"), rows);
  }

  private static ObjectLocation data(HistoryTable table) {
    return new ObjectLocation(table.location().bucket(), table.location().key() + "/data/");
  }

  private static String partition(ObjectLocation data, ObjectInfo object) {
    String rest = object.location().key().substring(data.key().length());
    int slash = rest.lastIndexOf('/');
    return slash < 0 ? "" : rest.substring(0, slash);
  }

  /** The columns of a table, with their types in SQL. */
  static Rows columns(HistoryTable table) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (HistoryTable.Column column : table.columns()) {
      rows.add(
          Arrays.asList(column.name(), column.type(), column.required(), column.description()));
    }
    return Rows.of(List.of("column", "type", "required", "description"), rows);
  }

  static Rows snapshots(HistoryTable table) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (HistoryTable.SnapshotInfo snapshot : table.snapshots()) {
      rows.add(
          Arrays.asList(
              snapshot.id(),
              snapshot.committedAt().toString(),
              snapshot.operation(),
              number(snapshot.summary(), "added-records"),
              number(snapshot.summary(), "deleted-records"),
              number(snapshot.summary(), "total-records")));
    }
    return Rows.of(
        List.of("snapshot", "committed_at", "operation", "added", "deleted", "rows"), rows);
  }

  private HistoryTable existing(String name) throws IOException {
    return history
        .table(name)
        .orElseThrow(
            () ->
                new IOException("The history has no table " + name + " yet: nothing was written"));
  }
}
