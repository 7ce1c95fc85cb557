package dev.weir.infra.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.topic.TopicCatalog;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFilterTest {

  private static final String POST =
      """
      {"_n":0,"_key":"mastodon|1","_partition":3,"_offset":17,"_time":"2026-11-01T12:00:01Z","network":"mastodon",
       "id":"1","event_time":"2026-11-01T12:00:00.123456Z","text":"It's raining","tags":["rain","news"],
       "links":[{"url":"http://a.test/?utm=1","canonical_url":"http://a.test/"}],"engagement":{"likes":5}}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "network = 'mastodon'",
        "text ILIKE '%rain%' AND list_contains(tags, 'news')",
        "event_time >= '2026-11-01 12:00:00+00' AND event_time < TIMESTAMPTZ '2026-11-01 12:00:01+00'",
        "links[1].canonical_url LIKE 'http://a.test/%'",
        "engagement.likes > 4 -- popular",
        "_offset = 17 AND _partition = 3 AND _key LIKE 'mastodon|%'",
        "'rain' IN tags",
        "author_id IS NULL"
      })
  void conditionsSpeakOfTheFieldsOfARecord(String condition) throws Exception {
    assertThat(matches("posts", condition, POST)).isTrue();
  }

  @Test
  void aMapIsReachedByItsKeys() throws Exception {
    String aggregate =
        "{\"_n\":0,\"metric\":\"tags\",\"values\":{\"count\":12},\"window_end\":\"2026-11-01T12:00:00Z\"}";

    assertThat(matches("aggregates", "metric = 'tags' AND \"values\"['count'] > 10", aggregate))
        .isTrue();
  }

  @Test
  void everyTopicCanBeFiltered() throws Exception {
    for (var topic : TopicCatalog.load().topics()) {
      RecordFilter.of("_offset > 0", topic.valueSchema(), folder).close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nosuch = 1", "network = ", "1 = 1); DROP TABLE x; SELECT (1"})
  void whatIsNoConditionIsRefusedBeforeAnythingIsRead(String condition) {
    assertThatThrownBy(() -> matches("posts", condition, POST)).isInstanceOf(SQLException.class);
  }

  private boolean matches(String topic, String condition, String record) throws Exception {
    try (RecordFilter filter =
        RecordFilter.of(condition, TopicCatalog.load().topic(topic).valueSchema(), folder)) {
      return filter.matches(List.of(record)).get(0);
    }
  }
}
