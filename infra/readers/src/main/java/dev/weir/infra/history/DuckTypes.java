package dev.weir.infra.history;

import dev.weir.infra.sql.SqlEngine;
import dev.weir.schemas.topic.TopicCatalog;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.avro.AvroSchemaUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Iceberg's types in DuckDB's words. */
final class DuckTypes {

  /** What the history adds to the fields of a topic's record. */
  private static final Map<String, String> ADDED =
      Map.of(
          "posts", ", time_status VARCHAR, kafka_partition INTEGER, kafka_offset BIGINT",
          "pages", ", time_status VARCHAR, kafka_partition INTEGER, kafka_offset BIGINT",
          "mentions", ", kafka_partition INTEGER, kafka_offset BIGINT");

  private DuckTypes() {}

  /** The columns of a table that does not exist yet, by the schema of its topic. */
  static String columns(String topic) {
    return AvroSchemaUtil.toIceberg(TopicCatalog.load().topic(topic).valueSchema())
            .columns()
            .stream()
            .map(field -> SqlEngine.identifier(field.name()) + " " + ofInstant(field.type()))
            .collect(Collectors.joining(", "))
        + ADDED.getOrDefault(topic, "");
  }

  /** Avro's timestamps are instants, which Iceberg's translation leaves open. */
  private static String ofInstant(Type type) {
    return type.typeId() == Type.TypeID.TIMESTAMP ? "TIMESTAMPTZ" : of(type);
  }

  static String of(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> "BOOLEAN";
      case INTEGER -> "INTEGER";
      case LONG -> "BIGINT";
      case FLOAT -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case DATE -> "DATE";
      case TIME -> "TIME";
      case TIMESTAMP ->
          ((Types.TimestampType) type).shouldAdjustToUTC() ? "TIMESTAMPTZ" : "TIMESTAMP";
      case STRING -> "VARCHAR";
      case UUID -> "UUID";
      case FIXED, BINARY -> "BLOB";
      case DECIMAL -> {
        Types.DecimalType decimal = (Types.DecimalType) type;
        yield "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
      }
      case LIST -> of(type.asListType().elementType()) + "[]";
      case MAP ->
          "MAP(" + of(type.asMapType().keyType()) + ", " + of(type.asMapType().valueType()) + ")";
      case STRUCT ->
          type.asStructType().fields().stream()
              .map(field -> SqlEngine.identifier(field.name()) + " " + ofInstant(field.type()))
              .collect(Collectors.joining(", ", "STRUCT(", ")"));
      default ->
          throw new IllegalArgumentException("Expected a type that DuckDB knows, got: " + type);
    };
  }
}
