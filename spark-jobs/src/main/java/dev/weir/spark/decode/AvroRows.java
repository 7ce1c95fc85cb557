package dev.weir.spark.decode;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.avro.SchemaConverters;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Avro's generic records as rows of the type that {@link SchemaConverters} gives their schema. */
final class AvroRows {

  private AvroRows() {}

  /** The type of a record's rows. */
  static StructType type(Schema schema) {
    return (StructType) SchemaConverters.toSqlType(schema).dataType();
  }

  static Row row(IndexedRecord record) {
    List<Schema.Field> fields = record.getSchema().getFields();
    @Nullable Object[] values = new @Nullable Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(record.get(i), fields.get(i).schema());
    }
    return RowFactory.create(values);
  }

  private static @Nullable Object value(@Nullable Object value, Schema schema) {
    if (value == null) {
      return null;
    }
    return switch (schema.getType()) {
      case UNION -> value(value, nonNull(schema));
      case RECORD -> row((IndexedRecord) value);
      case STRING, ENUM -> value.toString();
      case BYTES -> bytes((ByteBuffer) value);
      case ARRAY -> list((Iterable<?>) value, schema.getElementType());
      case MAP -> map((Map<?, ?>) value, schema.getValueType());
      case LONG ->
          schema.getLogicalType() instanceof LogicalTypes.TimestampMicros
              ? instant((Long) value)
              : value;
      default -> value;
    };
  }

  private static Schema nonNull(Schema union) {
    return union.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Expected more than null, got: " + union));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static List<@Nullable Object> list(Iterable<?> values, Schema element) {
    List<@Nullable Object> list = new ArrayList<>();
    for (Object value : values) {
      list.add(value(value, element));
    }
    return list;
  }

  private static Map<String, @Nullable Object> map(Map<?, ?> values, Schema type) {
    Map<String, @Nullable Object> map = new HashMap<>();
    values.forEach((key, value) -> map.put(String.valueOf(key), value(value, type)));
    return map;
  }
}
