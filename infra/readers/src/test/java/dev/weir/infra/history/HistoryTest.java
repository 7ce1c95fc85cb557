package dev.weir.infra.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.schemas.settings.StackSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HistoryTest {

  @TempDir Path folder;
  private StackSettings stack;
  private FolderStore store;
  private HistoryWriter writer;
  private History history;

  @BeforeEach
  void open() throws Exception {
    stack = new StackSettings(folder.resolve("data dir"), null, null, null, null, null, null);
    store = new FolderStore(folder.resolve("bucket"));
    writer = new HistoryWriter(store, stack.dataDir().resolve("data/catalog.db"));
    history = History.open(stack, name -> null, store, Clock.systemUTC());
  }

  @AfterEach
  void close() throws Exception {
    history.close();
    writer.close();
  }

  @Test
  void sqlSeesAllFilesOfTheCurrentSnapshot() throws Exception {
    writer.append("2026-11-01", post("1", "CREATE", "2026-11-01 10:00:00+00"));
    writer.append(
        "2026-11-02",
        post("2", "CREATE", "2026-11-02 10:00:00+00"),
        post("3", "CREATE", "2026-11-02 23:59:59+00"));

    assertThat(sql("SELECT count(*) AS n, max(event_time) AS t FROM posts"))
        .containsExactly(List.of(3L, "2026-11-02T23:59:59Z"));
    assertThat(sql("SELECT DISTINCT unnest(tags) FROM Posts")).containsExactly(List.of("rain"));
  }

  @Test
  void postsCurrentHasTheNewestVersionAndNothingDeleted() throws Exception {
    writer.append(
        "2026-11-01",
        post("1", "CREATE", "2026-11-01 10:00:00+00"),
        post("1", "UPDATE", "2026-11-01 11:00:00+00"),
        post("2", "CREATE", "2026-11-01 10:00:00+00"),
        post("2", "DELETE", "2026-11-01 12:00:00+00"),
        post("3", "DELETE", "2026-11-01 12:00:00+00"));

    assertThat(sql("SELECT id, operation FROM posts_current"))
        .containsExactly(List.of("1", "UPDATE"));
  }

  @Test
  void aSnapshotIsSeenAsItWas() throws Exception {
    long first = writer.append("2026-11-01", post("1", "CREATE", "2026-11-01 10:00:00+00"));
    Instant between = Instant.ofEpochMilli(writer.posts().currentSnapshot().timestampMillis());
    writer.append("2026-11-01", post("2", "CREATE", "2026-11-01 11:00:00+00"));

    assertThat(sql("SELECT id FROM posts", range(Optional.of(first), Optional.empty())))
        .containsExactly(List.of("1"));
    assertThat(sql("SELECT id FROM posts", range(Optional.empty(), Optional.of(between))))
        .containsExactly(List.of("1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sql("SELECT id FROM posts", range(Optional.of(1L), Optional.empty())));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> sql("SELECT id FROM posts", range(Optional.empty(), Optional.of(Instant.EPOCH))));
  }

  @Test
  void filesOutsideTheStretchAreNotFetched() throws Exception {
    writer.append("2026-11-01", post("1", "CREATE", "2026-11-01 10:00:00+00"));
    writer.append(
        "2026-11-02",
        post("2", "CREATE", "2026-11-02 10:00:00+00"),
        post("3", "CREATE", "2026-11-02 12:00:00+00"));
    HistoryQuery.Range range =
        new HistoryQuery.Range(
            Optional.empty(),
            Optional.empty(),
            Optional.of(Instant.parse("2026-11-02T11:00:00Z")),
            Optional.empty());

    assertThat(sql("SELECT id FROM posts", range)).containsExactly(List.of("3"));
    assertThat(store.downloads)
        .filteredOn(location -> location.key().endsWith(".parquet"))
        .hasSize(1);
  }

  @Test
  void aFileIsFetchedOnce() throws Exception {
    writer.append("2026-11-01", post("1", "CREATE", "2026-11-01 10:00:00+00"));
    sql("SELECT * FROM posts");
    int downloads = store.downloads.size();

    sql("SELECT * FROM posts");

    assertThat(store.downloads).hasSize(downloads);
  }

  @Test
  void aColumnThatWasAddedOrRenamedIsFoundByItsId() throws Exception {
    writer.append("2026-11-01", post("1", "CREATE", "2026-11-01 10:00:00+00"));
    writer
        .posts()
        .updateSchema()
        .addColumn("mood", Types.StringType.get())
        .renameColumn("text", "words")
        .commit();

    assertThat(sql("SELECT mood, words FROM posts"))
        .containsExactly(Arrays.asList(null, "it's raining"));
  }

  @Test
  void tablesThatWereNeverWrittenAreEmpty() throws Exception {
    assertThat(sql("SELECT count(*) FROM posts_current")).containsExactly(List.of(0L));
    assertThat(sql("SELECT event_time + INTERVAL 1 HOUR, kafka_offset FROM mentions")).isEmpty();
    assertThat(sql("SELECT url, observed_at, aliases FROM pages")).isEmpty();
    writer.posts();
    assertThat(sql("SELECT id, tags FROM posts")).isEmpty();
    assertThat(history.rows()).isEqualTo(Map.of("posts", 0L, "pages", 0L, "mentions", 0L));
  }

  @Test
  void timesOfTablesNeverWrittenHaveTheTypeOfTheRealOnes() throws Exception {
    assertThat(sql("SELECT typeof(max(event_time)) FROM posts"))
        .containsExactly(List.of("TIMESTAMP WITH TIME ZONE"));
  }

  @Test
  void rowsComeFileByFile() throws Exception {
    writer.append("2026-11-01", post("1", "CREATE", "2026-11-01 10:00:00+00"));
    writer.append("2026-11-02", post("2", "CREATE", "2026-11-02 10:00:00+00"));
    HistoryTable table = history.table("posts").orElseThrow();

    List<@Nullable Object> ids = new ArrayList<>();
    try (HistoryRows rows = HistoryRows.open(history, table, HistoryTable.View.ALL)) {
      assertThat(rows.columns()).startsWith("network", "id");
      for (var row = rows.next(); row.isPresent(); row = rows.next()) {
        ids.add(row.get().get(1));
      }
    }

    assertThat(ids).containsExactlyInAnyOrder("1", "2");
    assertThat(history.rows()).containsEntry("posts", 2L);
  }

  @Test
  void theTableTellsItsPartitionsAndColumns() throws Exception {
    writer.append("2026-11-01", post("1", "CREATE", "2026-11-01 10:00:00+00"));
    HistoryTable table = history.table("posts").orElseThrow();

    assertThat(table.plan(HistoryTable.View.ALL))
        .extracting(HistoryTable.DataFile::partition)
        .containsExactly("event_time_day=2026-11-01");
    assertThat(table.columns())
        .contains(
            new HistoryTable.Column("network", "VARCHAR", true, "The network."),
            new HistoryTable.Column("tags", "VARCHAR[]", false, ""));
  }

  @Test
  void whatHasBeenIdleForADayLeavesTheCache() throws Exception {
    writer.append("2026-11-01", post("1", "CREATE", "2026-11-01 10:00:00+00"));
    sql("SELECT * FROM posts");
    Path cache = stack.dataDir().resolve("cache/history");
    assertThat(cache).isNotEmptyDirectory();

    Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
    new FileCache(cache, store, 1L << 30, tomorrow).trim();

    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void theCacheKeepsItsBoundButNothingThatIsInUse() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("small"));
    for (int i = 0; i < 3; i++) {
      Path file = Files.write(cache.resolve("f" + i), new byte[100]);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600L * (3 - i))));
    }
    Files.write(cache.resolve("used"), new byte[300]);

    new FileCache(cache, store, 450, Clock.systemUTC()).trim();

    assertThat(cache.toFile().list()).containsExactlyInAnyOrder("f2", "used");
  }

  private static HistoryQuery.Range range(Optional<Long> snapshot, Optional<Instant> asOf) {
    return new HistoryQuery.Range(snapshot, asOf, Optional.empty(), Optional.empty());
  }

  private List<List<@Nullable Object>> sql(String select) throws Exception {
    return sql(select, HistoryQuery.Range.ALL);
  }

  private List<List<@Nullable Object>> sql(String select, HistoryQuery.Range range)
      throws Exception {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    new HistoryQuery(history)
        .run(
            select,
            range,
            result -> {
              for (var row = result.next(); row.isPresent(); row = result.next()) {
                rows.add(row.get());
              }
            });
    return rows;
  }

  private static String post(String id, String operation, String time) {
    return "'mastodon', '%s', '%s', '%s', TIMESTAMPTZ '%s', TIMESTAMPTZ '%s', 'it''s raining', ['rain']"
        .formatted(id, time, operation, time, time);
  }
}
