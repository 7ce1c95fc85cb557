package dev.weir.infra.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.record.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

class RecordJsonTest {

  @Test
  void timesAreIsoBytesAreTextAndUnionsAreBare() throws Exception {
    JsonNode json = json("naïve".getBytes(StandardCharsets.UTF_8));

    assertThat(json.get("observed_at").asText()).isEqualTo("2026-11-01T12:00:00.000001Z");
    assertThat(json.get("raw").asText()).isEqualTo("naïve");
    assertThat(json.get("offset").asLong()).isEqualTo(7);
    assertThat(json.get("source").isNull()).isTrue();
  }

  @Test
  void bytesThatAreNoTextAreBase64() throws Exception {
    assertThat(json(new byte[] {(byte) 0xff, 0}).get("raw").asText()).isEqualTo("base64:/wA=");
  }

  private static JsonNode json(byte[] raw) throws Exception {
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setOrigin("kafka")
            .setTopic("weir.posts")
            .setPartition(1)
            .setOffset(7L)
            .setErrorType("not-avro")
            .setErrorMessage("broken")
            .setRaw(ByteBuffer.wrap(raw))
            .setObservedAt(Instant.parse("2026-11-01T12:00:00.000001Z"))
            .build();
    ByteBuffer encoded = letter.toByteBuffer();
    int header = 10;
    GenericRecord generic =
        new GenericDatumReader<GenericRecord>(
                letter.getSchema(), letter.getSchema(), GenericData.get())
            .read(
                null,
                DecoderFactory.get()
                    .binaryDecoder(encoded.array(), header, encoded.remaining() - header, null));
    return new ObjectMapper().readTree(RecordJson.of(generic));
  }
}
