package dev.weir.spark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkerTest {

  @Test
  void aMarkerCoversWhatWasReadUpToItsOffsetsWhateverTheBatchIsCalled() {
    Marker marker =
        new Marker("history", 2, 5, "{\"posts\":{\"0\":10,\"1\":4},\"pages\":{\"0\":7}}");
    Marker earlier = new Marker("history", 2, 9, "{\"posts\":{\"0\":10,\"1\":3}}");
    Marker later =
        new Marker("history", 1, 1, "{\"posts\":{\"0\":10,\"1\":5},\"pages\":{\"0\":7}}");
    assertThat(marker.covers(earlier)).isTrue();
    assertThat(marker.covers(later)).isFalse();
    assertThat(marker.covers(later, "pages")).isTrue();
    assertThat(marker.covers(later, "posts")).isFalse();
    assertThat(marker.covers(new Marker("history", 1, 1, "{\"posts\":{\"2\":1}}")))
        .as("a partition that the marker does not know")
        .isFalse();
  }

  @Test
  void theOffsetsOfAMarkerNeverFallBehindThoseOfAnEarlierOne() {
    Marker earlier =
        new Marker("history", 1, 8, "{\"posts\":{\"0\":10,\"1\":4},\"pages\":{\"0\":7}}");
    Marker batch = new Marker("history", 1, 3, "{\"posts\":{\"0\":6,\"1\":9,\"2\":1}}");
    Marker marker = batch.notBehind(earlier);
    assertThat(marker.batch()).isEqualTo(3);
    assertThat(marker.offset("posts", 0)).isEqualTo(10);
    assertThat(marker.offset("posts", 1)).isEqualTo(9);
    assertThat(marker.offset("posts", 2)).isEqualTo(1);
    assertThat(marker.offset("pages", 0)).isEqualTo(7);
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
