package dev.weir.spark.decode;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Decodes a topic's values, which several versions of a schema may have written, into one struct:
 * {@code ok}, {@code schema_id}, {@code error_type}, {@code error}, {@code value}. Exactly one of
 * {@code value} and {@code error_type} is set. {@code from_avro} knows one writer's schema only,
 * and turns garbage into a row of nulls.
 */
public final class Decoding {

  private Decoding() {}

  /** The type of a decoded value. */
  public static StructType type(Schema reader) {
    return new StructType()
        .add("ok", DataTypes.BooleanType, false)
        .add("schema_id", DataTypes.IntegerType, true)
        .add("error_type", DataTypes.StringType, true)
        .add("error", DataTypes.StringType, true)
        .add("value", AvroRows.type(reader), true);
  }

  /** A reader's schema with some of a record's fields: Avro skips the others. */
  public static Schema project(Schema record, Set<String> fields) {
    List<Schema.Field> kept =
        record.getFields().stream()
            .filter(field -> fields.contains(field.name()))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    if (kept.size() != fields.size()) {
      throw new IllegalArgumentException(
          "Expected fields of " + record.getName() + ", got: " + fields);
    }
    return Schema.createRecord(
        record.getName(), record.getDoc(), record.getNamespace(), false, kept);
  }

  /**
   * The column that decodes {@code value}.
   *
   * @param reader the schema that the rows are wanted in
   */
  public static Column decode(Column value, Schema reader, SchemaSource schemas) {
    // Not deterministic, so that the optimizer never evaluates it twice for a row.
    UserDefinedFunction decode =
        udf(new Decoder(reader, schemas), type(reader)).asNondeterministic();
    return decode.apply(value);
  }

  /**
   * The records of a topic that could be decoded, with their place in the log; others are left out.
   *
   * @param kafka rows of Spark's Kafka source
   * @return the record's fields and {@code kafka_topic}, {@code kafka_partition}, {@code
   *     kafka_offset} and {@code kafka_timestamp}, which is when the broker appended it
   */
  public static Dataset<Row> records(Dataset<Row> kafka, Schema reader, SchemaSource schemas) {
    return kafka
        .withColumn("decoded", decode(col("value"), reader, schemas))
        .where(col("decoded.ok"))
        .select(
            col("decoded.value.*"),
            col("topic").as("kafka_topic"),
            col("partition").as("kafka_partition"),
            col("offset").as("kafka_offset"),
            col("timestamp").as("kafka_timestamp"));
  }
}
