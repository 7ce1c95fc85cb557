package dev.weir.ingest.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BodyRoomTest {
  private static final int MIB = 1 << 20;

  private final BodyRoom room = new BodyRoom(2 * MIB, Duration.ofMillis(20));

  @Test
  void manyLargeAnswersAtOnceTakeNoMoreThanThereIsForAll() throws IOException {
    BodyRoom.Lease first = room.lease();
    BodyRoom.Lease second = room.lease();
    BodyRoom.Lease third = room.lease();
    first.grow(MIB);
    second.grow(MIB);
    assertThatThrownBy(() -> third.grow(MIB))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Expected room for an answer of 1048576 bytes or more")
        .hasMessageContaining("all 2097152 bytes");
    first.close();
    third.close();
    third.grow(MIB);
    second.close();
    third.close();
    room.lease().grow(2 * MIB);
  }

  @Test
  void smallAnswersNeverWait() throws IOException {
    room.lease().grow(2 * MIB);
    BodyRoom.Lease small = room.lease();
    small.grow(BodyRoom.FREE);
    assertThatThrownBy(() -> small.grow(BodyRoom.FREE + 1)).isInstanceOf(IOException.class);
  }
}
