package dev.weir.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.record.Cursor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicCatalogTest {

  private final TopicCatalog catalog = TopicCatalog.load();

  @Test
  void everyTopicOfTheContractIsListed() {
    assertThat(catalog.topics())
        .extracting(Topic::name)
        .containsExactly(
            "pages",
            "posts",
            "mentions",
            "aggregates",
            "windows",
            "coverage",
            "cursors",
            "frontier",
            "dead-letters");
  }

  @Test
  void everyListedTopicHasAConstantAndNoOtherHas() throws Exception {
    List<String> constants = new ArrayList<>();
    for (Field constant : Topics.class.getFields()) {
      constants.add((String) constant.get(null));
    }
    assertThat(catalog.topics())
        .extracting(Topic::name)
        .containsExactlyInAnyOrderElementsOf(constants);
  }

  @Test
  void aShardedTopicHasAPartitionAShard() {
    Topic cursors = catalog.topic("cursors");

    assertThat(cursors.sharded()).isTrue();
    assertThat(cursors.partitions()).isEqualTo(catalog.shards()).isEqualTo(32);
    assertThat(cursors.valueSchema()).isEqualTo(Cursor.getClassSchema());
    assertThat(cursors.subject("weir.")).isEqualTo("weir.cursors-value");
  }

  @Test
  void theBrokersConfigurationFollowsFromTheList() {
    assertThat(catalog.topic("posts").config())
        .isEqualTo(
            Map.of(
                "message.timestamp.type", "LogAppendTime",
                "max.message.bytes", "5242880",
                "cleanup.policy", "delete",
                "retention.ms", "604800000"));
    assertThat(catalog.topic("windows").config()).containsEntry("cleanup.policy", "compact,delete");
    assertThat(catalog.topic("cursors").config())
        .containsEntry("cleanup.policy", "compact")
        .doesNotContainKey("retention.ms");
  }

  @Test
  void anUnknownTopicIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> catalog.topic("post"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("posts")
        .hasMessageEndingWith("got: post");
  }
}
