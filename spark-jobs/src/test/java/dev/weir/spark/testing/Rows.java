package dev.weir.spark.testing;

import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Mention;
import dev.weir.schemas.record.Page;
import dev.weir.schemas.record.Post;
import dev.weir.spark.decode.Decoding;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** Rows of decoded records, of which a test gives the fields that matter to it. */
public final class Rows {

  public static final StructType POST = decoded(Post.getClassSchema());
  public static final StructType PAGE = decoded(Page.getClassSchema());
  public static final StructType MENTION = decoded(Mention.getClassSchema());
  public static final StructType COVERAGE = decoded(CoverageInterval.getClassSchema());

  /** When the broker had a record, unless told otherwise. */
  private static final Instant APPENDED = Instant.parse("2026-11-23T12:00:00Z");

  private static final Map<String, Object> POST_DEFAULTS =
      Map.of(
          "network", "mastodon",
          "version", "1",
          "operation", "CREATE",
          "author_id", "ann",
          "source", "mastodon/town");
  private static final Map<String, Object> PAGE_DEFAULTS =
      Map.of(
          "revision", 1,
          "source", "feed/gazette",
          "site", "gazette.test",
          "requested_url", "",
          "outcome", "fetched");
  private static final Map<String, Object> MENTION_DEFAULTS =
      Map.of(
          "network", "mastodon",
          "post_id", "1",
          "post_version", "1",
          "author_id", "ann",
          "site", "gazette.test");

  private Rows() {}

  /** A post, observed when it was created unless told otherwise. */
  public static Row post(String id, Instant event, Object... fields) {
    return row(
        POST,
        POST_DEFAULTS,
        concat(new Object[] {"id", id, "event_time", event, "observed_at", event}, fields));
  }

  /** A page with aliases that were not known before, unless told otherwise. */
  public static Row page(String url, Instant observed, List<String> aliases, Object... fields) {
    Object[] known = {
      "url",
      url,
      "observed_at",
      observed,
      "first_observed_at",
      observed,
      "aliases",
      aliases,
      "new_aliases",
      aliases
    };
    return row(PAGE, PAGE_DEFAULTS, concat(known, fields));
  }

  public static Row mention(String id, String url, Instant event, Object... fields) {
    Object[] known = {
      "mention_id", id,
      "canonical_url", url,
      "event_time", event,
      "observed_at", event,
      "post_time", event,
      "page_first_observed_at", event
    };
    return row(MENTION, MENTION_DEFAULTS, concat(known, fields));
  }

  /** A source's heartbeat, appended when it was observed. */
  public static Row heartbeat(String source, Instant observed) {
    return heartbeat(source, observed, observed);
  }

  /** A source's heartbeat whose time of the append the broker's clock gave. */
  public static Row heartbeat(String source, Instant observed, Instant appended) {
    Object[] known = {
      "kafka_timestamp",
      appended,
      "source",
      source,
      "scope",
      "all",
      "start",
      Instant.EPOCH,
      "end",
      observed,
      "status",
      "complete",
      "observed_at",
      observed
    };
    return row(COVERAGE, Map.of(), known);
  }

  /** What a query says that it has lost, appended when it begins. */
  public static Row gap(String source, Instant start, Instant end) {
    Object[] known = {
      "kafka_timestamp",
      start,
      "source",
      source,
      "scope",
      "dropped",
      "start",
      start,
      "end",
      end,
      "status",
      "gap",
      "observed_at",
      start
    };
    return row(COVERAGE, Map.of(), known);
  }

  /** A post's links as they are written and compared. */
  public static List<Row> links(String... urls) {
    return Arrays.stream(urls).map(url -> RowFactory.create(url, url)).toList();
  }

  public static Dataset<Row> dataset(StructType type, Row... rows) {
    return Sessions.session().createDataFrame(Arrays.asList(rows), type);
  }

  /** The decoded record's columns and its place in the log. */
  private static StructType decoded(Schema schema) {
    StructType record = (StructType) Decoding.type(schema).apply("value").dataType();
    StructType nullable = new StructType();
    for (StructField field : record.fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    return nullable
        .add("kafka_partition", DataTypes.IntegerType)
        .add("kafka_offset", DataTypes.LongType)
        .add("kafka_timestamp", DataTypes.TimestampType);
  }

  private static Row row(StructType type, Map<String, Object> defaults, Object... fields) {
    Object[] values = new Object[type.size()];
    for (StructField field : type.fields()) {
      Object fallback =
          field.dataType() instanceof ArrayType ? new ArrayList<>() : defaults.get(field.name());
      values[type.fieldIndex(field.name())] = fallback;
    }
    values[type.fieldIndex("kafka_offset")] = 0L;
    values[type.fieldIndex("kafka_partition")] = 0;
    values[type.fieldIndex("kafka_timestamp")] = APPENDED;
    for (int i = 0; i < fields.length; i += 2) {
      values[type.fieldIndex((String) fields[i])] = fields[i + 1];
    }
    Arrays.setAll(values, i -> external(values[i], type.fields()[i].dataType()));
    return RowFactory.create(values);
  }

  /** What a row's encoder takes; it is stricter than a Dataset made of rows. */
  private static Object external(Object value, DataType type) {
    if (value instanceof Instant instant) {
      return Timestamp.from(instant);
    }
    if (value instanceof List<?> list) {
      return CollectionConverters.asScala(list).toSeq();
    }
    return value instanceof Integer number && type == DataTypes.LongType
        ? number.longValue()
        : value;
  }

  private static Object[] concat(Object[] first, Object[] second) {
    List<Object> all = new ArrayList<>(Arrays.asList(first));
    all.addAll(Arrays.asList(second));
    return all.toArray();
  }
}
