package dev.weir.spark.history;

import dev.weir.spark.decode.Decoding;
import dev.weir.spark.running.QueryContext;
import dev.weir.spark.running.StreamQuery.Markers;
import dev.weir.spark.sink.LogIdentity;
import dev.weir.spark.sink.MarkedTable;
import dev.weir.spark.sink.Marker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The tables of the history: their columns are the Avro fields by name, and a few of our own. */
final class HistoryTables {

  private static final List<String> NAMES = List.of("posts", "pages", "mentions");

  private static final String LAST_WRITTEN = "posts";

  private static final List<String> PRIVATE_IN_POSTS =
      List.of("text", "author_id", "author_name", "url", "id", "version", "reply_to", "repost_of");
  private static final List<String> PRIVATE_IN_PAGES =
      List.of("text", "byline", "excerpt", "title");
  private static final List<String> PRIVATE_IN_MENTIONS =
      List.of("author_id", "post_id", "post_version", "title");

  private HistoryTables() {}

  static StructType posts(Schema schema) {
    return placed(record(schema).add("time_status", DataTypes.StringType));
  }

  static StructType pages(Schema schema) {
    return placed(record(schema).add("time_status", DataTypes.StringType));
  }

  static StructType mentions(Schema schema) {
    return placed(record(schema));
  }

  private static StructType placed(StructType record) {
    return record
        .add("kafka_partition", DataTypes.IntegerType)
        .add("kafka_offset", DataTypes.LongType);
  }

  // One at a time: a catalogue does not bear two that create its first namespace.
  static synchronized MarkedTable createPosts(QueryContext context, Schema schema) {
    MarkedTable table = context.table("posts");
    table.create(posts(schema), "days(event_time)", PRIVATE_IN_POSTS);
    return table;
  }

  static synchronized MarkedTable createPages(QueryContext context, Schema schema) {
    MarkedTable table = context.table("pages");
    table.create(pages(schema), "days(observed_at)", PRIVATE_IN_PAGES);
    return table;
  }

  static synchronized MarkedTable createMentions(QueryContext context, Schema schema) {
    MarkedTable table = context.table("mentions");
    table.create(mentions(schema), "days(event_time)", PRIVATE_IN_MENTIONS);
    return table;
  }

  /** What the tables say of the batches that made them. */
  // One at a time: the first to open a catalogue makes its tables, and does not bear company.
  static synchronized Markers markers(String query, QueryContext context) {
    Map<String, Marker> markers = new TreeMap<>();
    LogIdentity log = LogIdentity.UNKNOWN;
    for (String name : NAMES) {
      MarkedTable table = context.table(name);
      Optional<Marker> last = table.exists() ? table.lastMarker(query) : Optional.empty();
      last.ifPresent(marker -> markers.put(name, marker));
      if (last.isPresent() && log.equals(LogIdentity.UNKNOWN)) {
        log = table.log(query);
      }
    }
    return new Markers(markers, LAST_WRITTEN, log);
  }

  private static StructType record(Schema schema) {
    StructType decoded = Decoding.type(schema);
    StructType record = (StructType) decoded.apply("value").dataType();
    StructType nullable = new StructType();
    for (StructField field : record.fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    return nullable;
  }
}
