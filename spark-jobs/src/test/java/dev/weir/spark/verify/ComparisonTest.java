package dev.weir.spark.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spark.testing.Sessions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final StructType TYPE =
      new StructType()
          .add("query", DataTypes.StringType)
          .add("metric", DataTypes.StringType)
          .add("dimension", DataTypes.StringType)
          .add("window_start", DataTypes.TimestampType)
          .add("window_end", DataTypes.TimestampType)
          .add("values", DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType))
          .add("revision", DataTypes.LongType);

  @Test
  void theHighestRevisionOfAKeyIsTheValidOne() {
    List<Row> latest =
        Comparison.latest(numbers(number("ice", 3, 7), number("ice", 2, 9), number("ice", 1, 8)))
            .collectAsList();
    assertThat(latest).hasSize(1);
    assertThat(latest.get(0).<String, Long>getJavaMap(latest.get(0).fieldIndex("values")))
        .containsEntry("count", 2L);
  }

  @Test
  void equalNumbersDoNotDifferAndZeroIsAsGoodAsNone() {
    assertThat(
            differences(
                numbers(number("ice", 3, 1)), numbers(number("ice", 3, 7), number("gone", 0, 7))))
        .isEmpty();
  }

  @Test
  void whatIsMissingAddedOrAlteredIsNamed() {
    List<Row> differences =
        differences(
            numbers(number("ice", 3, 1), number("snow", 1, 1), number("same", 1, 1)),
            numbers(number("ice", 4, 7), number("rain", 1, 7), number("same", 1, 7)));
    assertThat(differences)
        .extracting(row -> row.<String>getAs("dimension"))
        .containsExactly("ice", "rain", "snow");
  }

  private static List<Row> differences(Dataset<Row> expected, Dataset<Row> found) {
    return Comparison.differences(expected, found).collectAsList();
  }

  private static Dataset<Row> numbers(Row... rows) {
    return Sessions.session().createDataFrame(Arrays.asList(rows), TYPE);
  }

  private static Row number(String dimension, long count, long revision) {
    return RowFactory.create(
        "counts", "tags", dimension, NOON, NOON.plusSeconds(60), Map.of("count", count), revision);
  }
}
