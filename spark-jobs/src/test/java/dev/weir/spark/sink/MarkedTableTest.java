package dev.weir.spark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spark.testing.Rows;
import dev.weir.spark.testing.Sessions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkedTableTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir private Path folder;
  private SparkSession session;

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

  private MarkedTable table() {
    session = Sessions.withCatalog(folder);
    MarkedTable table = new MarkedTable(session, "weir.history.posts");
    assertThat(table.exists()).isFalse();
    table.create(Rows.POST, "days(event_time)", List.of("text"));
    assertThat(table.exists()).isTrue();
    return new MarkedTable(session, "weir.history.posts");
  }

  private Dataset<Row> posts(String... ids) {
    Row[] rows = new Row[ids.length];
    for (int i = 0; i < ids.length; i++) {
      rows[i] = Rows.post(ids[i], NOON);
    }
    return session.createDataFrame(List.of(rows), Rows.POST);
  }
}
