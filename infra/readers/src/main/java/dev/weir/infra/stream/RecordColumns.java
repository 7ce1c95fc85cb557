package dev.weir.infra.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The structure of a record's JSON (see {@link RecordJson}) in the form that DuckDB's {@code
 * from_json} expects.
 */
final class RecordColumns {

  private RecordColumns() {}

  static ObjectNode of(Schema schema) {
    ObjectNode structure = JsonNodeFactory.instance.objectNode();
    for (Schema.Field field : schema.getFields()) {
      structure.set(field.name(), type(field.schema()));
    }
    return structure;
  }

  private static JsonNode type(Schema schema) {
    return switch (schema.getType()) {
      case UNION -> union(schema);
      case RECORD -> of(schema);
      case ARRAY -> JsonNodeFactory.instance.arrayNode().add(type(schema.getElementType()));
      case MAP -> name("MAP(VARCHAR, " + type(schema.getValueType()).asText("JSON") + ")");
      case BOOLEAN -> name("BOOLEAN");
      case INT -> name("INTEGER");
      case LONG -> name(isTime(schema) ? "TIMESTAMPTZ" : "BIGINT");
      case FLOAT, DOUBLE -> name("DOUBLE");
      default -> name("VARCHAR");
    };
  }

  private static JsonNode union(Schema schema) {
    return schema.getTypes().stream()
        .filter(branch -> branch.getType() != Schema.Type.NULL)
        .findFirst()
        .map(RecordColumns::type)
        .orElseGet(() -> name("JSON"));
  }

  private static boolean isTime(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.TimestampMicros
        || schema.getLogicalType() instanceof LogicalTypes.TimestampMillis;
  }

  private static JsonNode name(String type) {
    return JsonNodeFactory.instance.textNode(type);
  }
}
