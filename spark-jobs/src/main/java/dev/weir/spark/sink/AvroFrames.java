package dev.weir.spark.sink;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.weir.schemas.wire.WireFormat;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.avro.functions;

/** Rows to framed Avro, by {@code to_avro}. */
final class AvroFrames {

  private AvroFrames() {}

  /** The framed bytes of the row's columns that the schema names. */
  static Column of(Schema schema, int schemaId) {
    return of(schema, schemaId, Map.of());
  }

  /**
   * The same, with values for fields that are no columns of the row.
   *
   * @param values by field
   */
  static Column of(Schema schema, int schemaId, Map<String, Column> values) {
    Column[] fields =
        schema.getFields().stream()
            .map(field -> values.getOrDefault(field.name(), col(field.name())).as(field.name()))
            .toArray(Column[]::new);
    byte[] header = WireFormat.frame(schemaId, new byte[0]);
    return concat(lit(header), functions.to_avro(struct(fields), schema.toString()));
  }
}
