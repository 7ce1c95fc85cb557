package dev.weir.spark.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.record.Post;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class UnknownFieldsTest {

  private static final Schema KNOWN =
      SchemaBuilder.record("Post")
          .fields()
          .requiredString("id")
          .name("links")
          .type()
          .array()
          .items(SchemaBuilder.record("Link").fields().requiredString("url").endRecord())
          .noDefault()
          .endRecord();

  @Test
  void fieldsOfANewerWriterAreFoundAtAnyDepth() {
    Schema link =
        SchemaBuilder.record("Link")
            .fields()
            .requiredString("url")
            .optionalLong("clicks")
            .endRecord();
    Schema writer =
        SchemaBuilder.record("Post")
            .fields()
            .requiredString("id")
            .name("links")
            .type(SchemaBuilder.nullable().array().items(link))
            .noDefault()
            .optionalString("mood")
            .endRecord();
    assertThat(UnknownFields.of(writer, KNOWN)).containsExactly("links.clicks", "mood");
    assertThat(UnknownFields.of(KNOWN, writer)).isEmpty();
    assertThat(UnknownFields.of(Post.getClassSchema(), Post.getClassSchema())).isEmpty();
  }

  @Test
  void aRecordThatHoldsItselfComesToAnEnd() {
    Schema node =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"Node\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"Node\"]}]}");
    assertThat(UnknownFields.of(node, node)).isEmpty();
  }
}
