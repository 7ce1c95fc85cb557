package dev.weir.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.record.Cursor;
import dev.weir.schemas.record.Mention;
import dev.weir.schemas.record.Post;
import dev.weir.schemas.registry.Bytes;
import dev.weir.schemas.registry.FakeRegistry;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.registry.UnknownSchemaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

  private FakeRegistry registry;
  private RecordEncoder encoder;
  private RecordDecoder decoder;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    RegistryClient client = RegistryClient.create(registry.url());
    encoder = new RecordEncoder(client);
    decoder = new RecordDecoder(client);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private static Post post() {
    return Post.newBuilder()
        .setNetwork("mastodon")
        .setId("1")
        .setVersion("1")
        .setOperation("CREATE")
        .setEventTime(Instant.parse("2026-05-01T12:00:00.123456Z"))
        .setObservedAt(Instant.parse("2026-05-01T12:00:01Z"))
        .setSource("mastodon/town")
        .setText("Größe İ 🐟")
        .setTags(List.of("a", "b"))
        .build();
  }

  @Test
  void aRecordComesBackTheSame() throws IOException {
    byte[] bytes = encoder.encode("weir.posts", post());

    assertThat(decoder.decode(bytes, Post.class)).isEqualTo(post());
    assertThat(decoder.decode(bytes).get("text")).hasToString("Größe İ 🐟");
    assertThat(registry.subjects()).containsExactly("weir.posts-value");
  }

  @Test
  void aRecordOfAnEarlierSchemaIsReadWithDefaults() throws IOException {
    Schema earlier =
        SchemaBuilder.record("Cursor")
            .namespace("dev.weir.schemas.record")
            .fields()
            .requiredString("source")
            .requiredString("position")
            .name("updated_at")
            .type(Cursor.getClassSchema().getField("updated_at").schema())
            .noDefault()
            .endRecord();
    GenericData.Record record = new GenericData.Record(earlier);
    record.put("source", "feed/gazette");
    record.put("position", "{}");
    record.put("updated_at", 1_000_000L);
    byte[] bytes = WireFormat.frame(registry.put(earlier), Bytes.of(record));

    Cursor cursor = decoder.decode(bytes, Cursor.class);

    assertThat(cursor.getDeleted()).isFalse();
    assertThat(cursor.getUpdatedAt()).isEqualTo(Instant.ofEpochSecond(1));
  }

  @Test
  void bytesWithoutHeaderAreNotFramed() {
    assertThatThrownBy(
            () -> decoder.decode("{\"a\":1}".getBytes(StandardCharsets.UTF_8), Post.class))
        .isInstanceOfSatisfying(
            MalformedRecordException.class, e -> assertThat(e.errorType()).isEqualTo("not-framed"));
    assertThatThrownBy(() -> decoder.decode(new byte[] {0, 0, 0}, Post.class))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void aCutRecordIsNotAvro() throws IOException {
    byte[] bytes = encoder.encode("weir.posts", post());

    assertThatThrownBy(() -> decoder.decode(Arrays.copyOf(bytes, bytes.length - 1), Post.class))
        .isInstanceOfSatisfying(
            MalformedRecordException.class, e -> assertThat(e.errorType()).isEqualTo("not-avro"));
  }

  @Test
  void aRecordWithBytesLeftOverIsNotAvro() throws IOException {
    byte[] bytes = encoder.encode("weir.posts", post());

    assertThatThrownBy(() -> decoder.decode(Arrays.copyOf(bytes, bytes.length + 1), Post.class))
        .isInstanceOfSatisfying(
            MalformedRecordException.class, e -> assertThat(e.errorType()).isEqualTo("not-avro"));
  }

  @Test
  void anotherRecordIsOfTheWrongSchema() throws IOException {
    byte[] bytes = encoder.encode("weir.posts", post());

    assertThatThrownBy(() -> decoder.decode(bytes, Mention.class))
        .isInstanceOfSatisfying(
            MalformedRecordException.class,
            e -> assertThat(e.errorType()).isEqualTo("wrong-schema"));
  }

  @Test
  void anUnknownIdIsSaidSo() {
    assertThatThrownBy(() -> decoder.decode(WireFormat.frame(77, new byte[3]), Post.class))
        .isInstanceOf(UnknownSchemaException.class);
  }
}
