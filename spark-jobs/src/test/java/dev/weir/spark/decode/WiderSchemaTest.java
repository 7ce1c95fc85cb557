package dev.weir.spark.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class WiderSchemaTest {

  private static final Schema KNOWN =
      parse(
          """
          {"type": "record", "name": "Post", "namespace": "a", "fields": [
            {"name": "id", "type": "string"},
            {"name": "count", "type": ["null", {"type": "record", "name": "Count", "fields": [
              {"name": "likes", "type": "long", "default": 0}]}], "default": null}]}
          """);

  private static final Schema WRITER =
      parse(
          """
          {"type": "record", "name": "Post", "namespace": "a", "fields": [
            {"name": "mood", "type": ["null", "string"], "default": null},
            {"name": "id", "type": "string"},
            {"name": "count", "type": ["null", {"type": "record", "name": "Count", "fields": [
              {"name": "likes", "type": "long", "default": 0},
              {"name": "quotes", "type": "long", "default": 0}]}], "default": null},
            {"name": "cards", "type": {"type": "array", "items":
              {"type": "record", "name": "Card", "fields": [{"name": "url", "type": "string"}]}},
              "default": []}]}
          """);

  @Test
  void fieldsThatANewerWriterAddedAreReadAtAnyDepth() throws Exception {
    Schema wider = WiderSchema.of(KNOWN, WRITER);
    assertThat(UnknownFields.of(WRITER, wider)).isEmpty();
    assertThat(parse(wider.toString())).isEqualTo(wider);
    Schema count = WRITER.getField("count").schema().getTypes().get(1);
    GenericRecord written =
        new GenericRecordBuilder(WRITER)
            .set("id", "1")
            .set("mood", "calm")
            .set("count", new GenericRecordBuilder(count).set("quotes", 7L).build())
            .build();
    Row row = decoded(wider, WRITER, written);
    assertThat(row.getString(0)).isEqualTo("1");
    assertThat(row.getStruct(1).getLong(1)).isEqualTo(7);
    assertThat(row.getString(2)).isEqualTo("calm");
    Row old = decoded(wider, KNOWN, new GenericRecordBuilder(KNOWN).set("id", "2").build());
    assertThat(old.isNullAt(2)).isTrue();
    assertThat(AvroRows.type(wider).fieldNames()).containsExactly("id", "count", "mood", "cards");
  }

  @Test
  void aFieldThatNoColumnCanHoldOrThatHasNoDefaultIsLeftOut() {
    Schema writer =
        SchemaBuilder.record("a.Post")
            .fields()
            .requiredString("id")
            .requiredString("must")
            .name("either")
            .type()
            .unionOf()
            .stringType()
            .and()
            .longType()
            .endUnion()
            .stringDefault("")
            .name("hash")
            .type(Schema.createFixed("Hash", null, "a", 2))
            .withDefault(new byte[2])
            .name("other")
            .type(Schema.createEnum("Count", null, "a", List.of("ONE")))
            .withDefault("ONE")
            .endRecord();
    assertThat(WiderSchema.of(KNOWN, writer)).isSameAs(KNOWN);
    assertThat(UnknownFields.of(writer, WiderSchema.of(KNOWN, writer)))
        .containsExactly("must", "either", "hash", "other");
    assertThat(WiderSchema.of(KNOWN, KNOWN)).isSameAs(KNOWN);
  }

  private static Row decoded(Schema reader, Schema writer, GenericRecord record) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(writer).write(record, encoder);
    encoder.flush();
    Row result = new Decoder(reader, id -> writer).call(WireFormat.frame(1, out.toByteArray()));
    assertThat(result.getBoolean(0)).isTrue();
    return result.getStruct(4);
  }

  private static Schema parse(String text) {
    return new Schema.Parser().parse(text);
  }
}
