package dev.weir.spark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.spark.testing.OpenFiles;
import dev.weir.spark.testing.Rows;
import dev.weir.spark.testing.Sessions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkedTableTest {

  private static final int DAYS = 500;
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir private Path folder;
  private SparkSession session;
  private MarkedTable table;

  @Test
  void theLastMarkerOfAQueryIsFoundBehindSnapshotsOfOthers() {
    MarkedTable table = table();
    assertThat(table.lastMarker("history")).isEmpty();
    Marker first = new Marker("history", 1, 7, "{\"weir.posts\":{\"0\":12}}");
    table.append(posts("1", "2"), first);
    table.mark(new Marker("maintenance", 1, 1, "{}"));
    assertThat(table.lastMarker("history")).contains(first);
    assertThat(table.lastMarker("history").orElseThrow().offset("weir.posts", 0)).isEqualTo(12);
    Marker second = new Marker("history", 1, 8, "{}");
    table.mark(second);
    assertThat(table.lastMarker("history")).contains(second);
    assertThat(table.rows().count()).isEqualTo(2);
  }

  @Test
  void forgottenSnapshotsLeaveTheRowsAndTheLastMarker() {
    MarkedTable table = table();
    Marker last = new Marker("history", 1, 2, "{}");
    table.append(posts("1"), new Marker("history", 1, 1, "{}"));
    table.append(posts("2"), last);
    table.forgetSnapshots(Instant.now().plusSeconds(60));
    assertThat(session.table("weir.history.posts.snapshots").count()).isEqualTo(1);
    assertThat(table.lastMarker("history")).contains(last);
    assertThat(table.rows().count()).isEqualTo(2);
  }

  @Test
  void aColumnThatTheTableLacksIsAdded() {
    MarkedTable table = table();
    table.append(posts("1"), new Marker("history", 1, 0, "{}"));
    StructType wider = Rows.POST.add("mood", DataTypes.StringType);
    table.create(wider, "days(event_time)", List.of());
    assertThat(table.rows().columns()).contains("mood");
    assertThat(table.rows().count()).isEqualTo(1);
  }

  @Test
  void aFieldThatTheTableLacksInsideANestedRecordIsAdded() {
    MarkedTable table = table();
    table.append(posts("1"), new Marker("history", 1, 0, "{}"));
    StructType link = new StructType().add("href", DataTypes.StringType);
    StructType before = Rows.POST.add("cards", DataTypes.createArrayType(link));
    table.create(before, "days(event_time)", List.of());
    StructType wider =
        Rows.POST.add(
            "cards",
            DataTypes.createArrayType(
                link.add("place", new StructType().add("lat", DataTypes.DoubleType))));
    table.create(wider, "days(event_time)", List.of());
    assertThat(table.rows().selectExpr("cards.place.lat").count()).isEqualTo(1);
    table.append(
        posts("2")
            .selectExpr(
                "*",
                "array(named_struct('href', 'a', 'place', named_struct('lat', 1.5D))) AS cards"),
        new Marker("history", 1, 1, "{}"));
    assertThat(table.rows().where("cards[0].place.lat = 1.5").count()).isEqualTo(1);
  }

  @Test
  void whoLostATableCannotWriteToItAndWhoOwnsItGoesOn() {
    table();
    MarkedTable first = new MarkedTable(session, "weir.history.posts", "first");
    first.claim("history", LogIdentity.UNKNOWN);
    first.append(posts("1"), new Marker("history", 1, 1, "{}"));
    MarkedTable second = new MarkedTable(session, "weir.history.posts", "second");
    second.claim("history", LogIdentity.UNKNOWN);
    Marker late = new Marker("history", 1, 2, "{}");
    assertThatThrownBy(() -> first.append(posts("2"), late))
        .hasStackTraceContaining("FencedException")
        .hasStackTraceContaining("its owner second, got a commit of first");
    assertThatThrownBy(() -> first.mark(late)).isInstanceOf(FencedException.class);
    second.append(posts("2", "3"), late);
    second.mark(new Marker("history", 1, 3, "{}"));
    assertThat(table.rows().count()).isEqualTo(3);
  }

  @Test
  void aCommitThatWasPreparedBeforeTheTableWasLostIsRefused() throws Exception {
    table();
    new MarkedTable(session, "weir.history.posts", "first").claim("history", LogIdentity.UNKNOWN);
    AppendFiles prepared =
        Spark3Util.loadIcebergTable(session, "weir.history.posts")
            .newAppend()
            .set(Marker.QUERY, "history")
            .set(MarkedTable.WRITER, "first");
    prepared.apply();
    new MarkedTable(session, "weir.history.posts", "second").claim("history", LogIdentity.UNKNOWN);
    assertThatThrownBy(prepared::commit).isInstanceOf(FencedException.class);
  }

  @Test
  void postsOfManyDaysAreWrittenWithOneOpenFileATask() {
    table();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      rows.add(Rows.post("" + i, NOON.minus(Duration.ofDays(i % DAYS))));
    }
    OpenFiles.reset();
    Dataset<Row> posts = session.createDataFrame(rows, Rows.POST).repartition(2);
    table.append(posts, new Marker("history", 1, 0, "{}"));
    assertThat(OpenFiles.created()).isGreaterThanOrEqualTo(DAYS);
    assertThat(OpenFiles.mostAtOnce()).isLessThanOrEqualTo(2);
    assertThat(table.rows().count()).isEqualTo(1000);
  }

  private MarkedTable table() {
    session = Sessions.withCatalog(folder);
    session.conf().set("spark.sql.catalog.weir.io-impl", OpenFiles.class.getName());
    table = new MarkedTable(session, "weir.history.posts");
    assertThat(table.exists()).isFalse();
    table.create(Rows.POST, "days(event_time)", List.of("text"));
    assertThat(table.exists()).isTrue();
    table = new MarkedTable(session, "weir.history.posts");
    return table;
  }

  private Dataset<Row> posts(String... ids) {
    Row[] rows = new Row[ids.length];
    for (int i = 0; i < ids.length; i++) {
      rows[i] = Rows.post(ids[i], NOON);
    }
    return session.createDataFrame(List.of(rows), Rows.POST);
  }
}
