package dev.weir.spark.testing;

import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.streaming.runtime.MemoryStream;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** A stream that a test feeds. Spark moves and changes its class from version to version. */
public final class Stream {

  private static int count;

  private final MemoryStream<Row> memory;

  public Stream(StructType type) {
    memory = new MemoryStream<>(++count, Sessions.session(), Option.apply(1), Encoders.row(type));
  }

  public Dataset<Row> rows() {
    return memory.toDF();
  }

  public void add(Row... rows) {
    memory.addData(CollectionConverters.asScala(Arrays.asList(rows)).toSeq());
  }
}
