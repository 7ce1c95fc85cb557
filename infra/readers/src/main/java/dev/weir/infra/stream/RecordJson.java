package dev.weir.infra.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Avro records as JSON for people and scripts: timestamps as ISO 8601 in UTC, a union's value
 * without its type, bytes as text where they are UTF-8 and else as {@code base64:...}. Not Avro's
 * own JSON encoding, which is for Avro.
 */
final class RecordJson {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String BASE64 = "base64:";

  private RecordJson() {}

  static String of(IndexedRecord value) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator out = JSON.createGenerator(text)) {
      write(value, value.getSchema(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Writes a value of the schema. */
  static void write(@Nullable Object value, Schema schema, JsonGenerator out) throws IOException {
    if (value == null) {
      out.writeNull();
      return;
    }
    switch (schema.getType()) {
      case UNION -> write(value, branch(value, schema), out);
      case RECORD -> record((IndexedRecord) value, out);
      case ARRAY -> {
        out.writeStartArray();
        for (Object element : (Iterable<?>) value) {
          write(element, schema.getElementType(), out);
        }
        out.writeEndArray();
      }
      case MAP -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          out.writeFieldName(entry.getKey().toString());
          write(entry.getValue(), schema.getValueType(), out);
        }
        out.writeEndObject();
      }
      case BYTES -> out.writeString(text((ByteBuffer) value));
      case FIXED -> out.writeString(text(ByteBuffer.wrap(((GenericData.Fixed) value).bytes())));
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case INT -> out.writeNumber(((Number) value).intValue());
      case LONG -> number(value, schema, out);
      case FLOAT, DOUBLE -> out.writeNumber(((Number) value).doubleValue());
      default -> out.writeString(value.toString());
    }
  }

  private static Schema branch(Object value, Schema union) {
    return union.getTypes().get(GenericData.get().resolveUnion(union, value));
  }

  private static void record(IndexedRecord value, JsonGenerator out) throws IOException {
    out.writeStartObject();
    for (Schema.Field field : value.getSchema().getFields()) {
      out.writeFieldName(field.name());
      write(value.get(field.pos()), field.schema(), out);
    }
    out.writeEndObject();
  }

  private static void number(Object value, Schema schema, JsonGenerator out) throws IOException {
    long number = ((Number) value).longValue();
    if (schema.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
      out.writeString(Instant.EPOCH.plus(number, ChronoUnit.MICROS).toString());
    } else if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
      out.writeString(Instant.ofEpochMilli(number).toString());
    } else {
      out.writeNumber(number);
    }
  }

  private static String text(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      byte[] raw = new byte[bytes.remaining()];
      bytes.duplicate().get(raw);
      return BASE64 + Base64.getEncoder().encodeToString(raw);
    }
  }
}
