package dev.weir.spark.decode;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.record.Engagement;
import dev.weir.schemas.record.Link;
import dev.weir.schemas.record.Post;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.UnknownSchemaException;
import dev.weir.schemas.wire.WireFormat;
import dev.weir.spark.testing.Sessions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class DecodingTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");
  private static final Schema OLD =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Post", "namespace": "dev.weir.schemas.record", "fields": [
                {"name": "network", "type": "string"}, {"name": "id", "type": "string"},
                {"name": "version", "type": "string"}, {"name": "operation", "type": "string"},
                {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                {"name": "observed_at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                {"name": "source", "type": "string"}, {"name": "mood", "type": "string"}]}
              """);
  private static final SchemaSource SCHEMAS =
      id ->
          switch (id) {
            case 1 -> Post.getClassSchema();
            case 2 -> OLD;
            case 3 -> Schema.create(Schema.Type.INT);
            case 9 -> throw new RegistryUnavailableException("away", null);
            default -> throw new UnknownSchemaException("no schema " + id);
          };

  @Test
  void recordsOfTwoWritersComeOutInOneSchema() throws IOException {
    List<Row> rows = decode(WireFormat.encode(1, post()), WireFormat.frame(2, old()));
    assertThat(rows).allMatch(row -> row.<Boolean>getAs("ok"));
    Row full = rows.get(0).getStruct(rows.get(0).fieldIndex("value"));
    assertThat(full.<Object>getAs("id")).isEqualTo("1");
    assertThat(full.getTimestamp(full.fieldIndex("event_time")).toInstant()).isEqualTo(NOON);
    assertThat(full.<String>getList(full.fieldIndex("tags"))).containsExactly("ice", "ıİ");
    assertThat(full.<Row>getList(full.fieldIndex("links")).get(0).getString(1)).isEqualTo("c");
    assertThat(full.getStruct(full.fieldIndex("engagement")).<Object>getAs("likes")).isEqualTo(7L);
    Row old = rows.get(1).getStruct(rows.get(1).fieldIndex("value"));
    assertThat(old.<Object>getAs("text")).isNull();
    assertThat(old.getList(old.fieldIndex("tags"))).isEmpty();
    assertThat(rows.get(1).<Integer>getAs("schema_id")).isEqualTo(2);
  }

  @Test
  void whatIsNoRecordIsAValueThatSaysWhy() {
    byte[] good = WireFormat.encode(1, post());
    byte[] cut = Arrays.copyOf(good, good.length - 3);
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    List<Row> rows =
        decode(
            cut,
            longer,
            new byte[] {1, 2, 3},
            new byte[0],
            null,
            WireFormat.frame(8, good),
            WireFormat.frame(3, new byte[] {2}));
    assertThat(rows).noneMatch(row -> row.<Boolean>getAs("ok"));
    assertThat(rows).allMatch(row -> row.getAs("value") == null && row.getAs("error") != null);
    assertThat(rows)
        .extracting(row -> row.<String>getAs("error_type"))
        .containsExactly(
            "not-avro",
            "not-avro",
            "not-framed",
            "not-framed",
            "not-framed",
            "unknown-schema-id",
            "wrong-schema");
  }

  @Test
  void aRegistryThatIsAwayFailsTheTask() {
    assertThatThrownBy(() -> decode(WireFormat.frame(9, new byte[] {1})))
        .hasStackTraceContaining("away");
  }

  private static List<Row> decode(byte[]... values) {
    StructType type = new StructType().add("value", DataTypes.BinaryType);
    List<Row> rows = Arrays.stream(values).map(value -> RowFactory.create((Object) value)).toList();
    return Sessions.session()
        .createDataFrame(rows, type)
        .coalesce(1)
        .select(Decoding.decode(col("value"), Post.getClassSchema(), SCHEMAS).as("decoded"))
        .select("decoded.*")
        .collectAsList();
  }

  private static Post post() {
    return Post.newBuilder()
        .setNetwork("mastodon")
        .setId("1")
        .setVersion("1")
        .setOperation("CREATE")
        .setEventTime(NOON)
        .setObservedAt(NOON)
        .setSource("mastodon/town")
        .setTags(List.of("ice", "ıİ"))
        .setLinks(List.of(new Link("u", "c")))
        .setEngagement(new Engagement(null, null, 7L, null))
        .build();
  }

  private static byte[] old() throws IOException {
    GenericRecord record = new GenericData.Record(OLD);
    for (String field : List.of("network", "id", "version", "operation", "source", "mood")) {
      record.put(field, field);
    }
    record.put("event_time", 1L);
    record.put("observed_at", 1L);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(OLD).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
