package dev.weir.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.record.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeysTest {

  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  @Test
  void partsAreJoinedByABar() {
    assertThat(Keys.post("bluesky", "at://did/1")).isEqualTo("bluesky|at://did/1");
    assertThat(Keys.aggregate("counts", "tags", NOON, "a|b"))
        .isEqualTo("counts|tags|2026-05-01T12:00:00Z|a|b");
    assertThat(Keys.coverage("feed/gazette", "all", NOON))
        .isEqualTo("feed/gazette|all|2026-05-01T12:00:00Z");
  }

  @Test
  void aBarIsRefusedWhereItWouldHideWherePartsEnd() {
    assertThatThrownBy(() -> Keys.post("a|b", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("got: a|b");
  }

  @Test
  void aDeadLettersKeyIsItsOrigin() {
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setOrigin("kafka")
            .setTopic("weir.posts")
            .setPartition(3)
            .setOffset(7L)
            .setErrorType("not-avro")
            .setErrorMessage("…")
            .setRaw(ByteBuffer.allocate(0))
            .setObservedAt(NOON)
            .build();

    assertThat(Keys.deadLetter(letter)).isEqualTo("weir.posts|3|7");

    letter.setTopic(null);
    letter.setSource("mastodon/town");
    letter.setItem("42");
    assertThat(Keys.deadLetter(letter)).isEqualTo("mastodon/town|42");

    letter.setItem(null);
    assertThatThrownBy(() -> Keys.deadLetter(letter)).isInstanceOf(IllegalArgumentException.class);
  }
}
