package dev.weir.infra.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.schemas.kafka.Consumers;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record of a topic, decoded, and how it is printed. */
record TailLine(ConsumerRecord<byte[], byte[]> from, @Nullable GenericRecord value) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int NO_INDEX = -1;

  /** Topic, partition and offset. */
  static String where(ConsumerRecord<byte[], byte[]> found) {
    return found.topic() + "-" + found.partition() + "@" + found.offset();
  }

  /** A tombstone has no value to print but in an envelope. */
  String json() {
    return value == null ? "null" : RecordJson.of(value);
  }

  /** The value's fields with key, partition, offset and time. */
  String envelope() {
    return envelope(NO_INDEX);
  }

  /** The same with an index, as {@link RecordFilter} wants it. */
  String envelope(int index) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("_key", Consumers.key(from));
      json.writeNumberField("_partition", from.partition());
      json.writeNumberField("_offset", from.offset());
      json.writeStringField("_time", Instant.ofEpochMilli(from.timestamp()).toString());
      if (index != NO_INDEX) {
        json.writeNumberField("_n", index);
      }
      if (value != null) {
        for (var field : value.getSchema().getFields()) {
          json.writeFieldName(field.name());
          RecordJson.write(value.get(field.pos()), field.schema(), json);
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
