package dev.weir.spark.sink;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Writes rows to a topic as framed Avro, at least once: the key tells a reader what it has seen.
 */
public final class KeyedWriter {

  private final TopicWriter topic;
  private final Schema schema;
  private final int schemaId;

  public KeyedWriter(TopicWriter topic, Schema schema, int schemaId) {
    this.topic = topic;
    this.schema = schema;
    this.schemaId = schemaId;
  }

  /**
   * Writes rows that have the columns of the schema, each under a key.
   *
   * @return how many
   */
  public long write(Dataset<Row> rows, Column key) {
    return rows
        .select(key.as("key"), AvroFrames.of(schema, schemaId).as("value"))
        .mapPartitions(new Write(topic), Encoders.LONG())
        .collectAsList()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private record Write(TopicWriter topic) implements MapPartitionsFunction<Row, Long> {
    @Override
    public Iterator<Long> call(Iterator<Row> rows) throws IOException {
      if (!rows.hasNext()) {
        return Collections.emptyIterator();
      }
      long written = 0;
      try (TopicWriter.Batch batch = topic.begin()) {
        while (rows.hasNext()) {
          Row row = rows.next();
          batch.send(row.getString(0), row.getAs(1));
          written++;
        }
        batch.finish();
      }
      return List.of(written).iterator();
    }
  }
}
