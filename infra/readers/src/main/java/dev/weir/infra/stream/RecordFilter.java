package dev.weir.infra.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.infra.sql.SqlEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import org.apache.avro.Schema;

/**
 * A condition in DuckDB's SQL over records of one topic. Its columns are the record's fields, and
 * {@code _key}, {@code _partition}, {@code _offset} and {@code _time} (when the broker took it).
 * Not safe for several threads.
 */
final class RecordFilter implements AutoCloseable {

  private final SqlEngine engine;
  private final PreparedStatement statement;

  private RecordFilter(SqlEngine engine, PreparedStatement statement) {
    this.engine = engine;
    this.statement = statement;
  }

  /**
   * Understands a condition.
   *
   * @param schema of the topic's values
   * @throws SQLException where it is no condition over these columns
   */
  static RecordFilter of(String condition, Schema schema, Path spillFolder)
      throws SQLException, IOException {
    ObjectNode columns = RecordColumns.of(schema);
    columns.put("_key", "VARCHAR").put("_partition", "INTEGER").put("_offset", "BIGINT");
    columns.put("_time", "TIMESTAMPTZ").put("_n", "INTEGER");
    String structure = SqlEngine.literal("[" + columns + "]");
    SqlEngine engine = SqlEngine.open(spillFolder);
    try {
      engine.fence(List.of());
      // The condition stands on lines of its own, so that a comment at its end does not swallow
      // ours.
      String select =
          "SELECT _n FROM (SELECT r.* FROM (SELECT unnest(from_json(?::JSON, "
              + structure
              + ")) AS r)) WHERE (\n"
              + condition
              + "\n)";
      RecordFilter filter = new RecordFilter(engine, engine.prepareSelect(select));
      filter.matches(List.of());
      return filter;
    } catch (SQLException e) {
      engine.close();
      throw e;
    }
  }

  /**
   * Which of the records satisfy the condition.
   *
   * @param records as JSON objects with the columns above, {@code _n} being their index
   * @throws SQLException where the condition fails on one of them
   */
  BitSet matches(List<String> records) throws SQLException {
    BitSet matching = new BitSet();
    statement.setString(1, "[" + String.join(",", records) + "]");
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        matching.set(result.getInt(1));
      }
    }
    return matching;
  }

  @Override
  public void close() throws SQLException {
    statement.close();
    engine.close();
  }
}
