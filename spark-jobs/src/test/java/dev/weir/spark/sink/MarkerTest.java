package dev.weir.spark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkerTest {

  @Test
  void aMarkerCoversItsBatchAndTheEarlierOnesOfItsGenerationAndThoseBefore() {
    Marker marker = new Marker("history", 2, 5, "{}");
    assertThat(marker.covers(new Marker("history", 2, 5, "{}"))).isTrue();
    assertThat(marker.covers(new Marker("history", 2, 4, "{}"))).isTrue();
    assertThat(marker.covers(new Marker("history", 1, 9, "{}"))).isTrue();
    assertThat(marker.covers(new Marker("history", 2, 6, "{}"))).isFalse();
    assertThat(marker.covers(new Marker("history", 3, 0, "{}"))).isFalse();
  }

  @Test
  void aMarkerIsReadBackFromASnapshotOfItsOwnQueryOnly() {
    Marker marker = new Marker("history", 2, 5, "{\"weir.posts\":{\"0\":1}}");
    assertThat(Marker.of(marker.properties(), "history")).contains(marker);
    assertThat(Marker.of(marker.properties(), "mentions")).isEmpty();
    assertThat(Marker.of(Map.of(), "history")).isEmpty();
  }

  @Test
  void offsetsOfSeveralSourcesAreJoinedByTopicAndPartition() {
    String merged =
        Marker.merge(List.of("{\"a\":{\"0\":1}}", "{\"b\":{\"0\":2}}", "{\"a\":{\"1\":3}}"));
    Marker marker = new Marker("q", 1, 1, merged);
    assertThat(marker.offset("a", 0)).isEqualTo(1);
    assertThat(marker.offset("a", 1)).isEqualTo(3);
    assertThat(marker.offset("b", 0)).isEqualTo(2);
    assertThat(marker.offset("b", 1)).isEqualTo(-1);
  }
}
