package dev.weir.infra.sql;

import dev.weir.infra.output.Rows;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/**
 * A query's answer, row by row, in plain Java values: numbers, booleans, strings, lists, maps and
 * null; times as ISO 8601 strings, those with a zone in UTC.
 */
public final class SqlResult implements Rows, AutoCloseable {

  private final PreparedStatement statement;
  private final ResultSet result;
  private final List<String> columns = new ArrayList<>();

  SqlResult(PreparedStatement statement, ResultSet result) throws SQLException {
    this.statement = statement;
    this.result = result;
    ResultSetMetaData metadata = result.getMetaData();
    for (int i = 1; i <= metadata.getColumnCount(); i++) {
      columns.add(metadata.getColumnLabel(i));
    }
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public Optional<List<@Nullable Object>> next() throws SQLException {
    if (!result.next()) {
      return Optional.empty();
    }
    List<@Nullable Object> row = new ArrayList<>();
    for (int i = 1; i <= columns.size(); i++) {
      row.add(plain(result.getObject(i)));
    }
    return Optional.of(row);
  }

  private static @Nullable Object plain(@Nullable Object value) throws SQLException {
    if (value == null || value instanceof Boolean || value instanceof String) {
      return value;
    } else if (value instanceof Number || value instanceof BigInteger) {
      return value;
    } else if (value instanceof OffsetDateTime time) {
      return time.toInstant().toString();
    } else if (value instanceof Timestamp time) {
      return time.toLocalDateTime().toString();
    } else if (value instanceof LocalDateTime || value instanceof Date) {
      return value.toString();
    } else if (value instanceof Array array) {
      List<@Nullable Object> list = new ArrayList<>();
      for (Object element : (Object[]) array.getArray()) {
        list.add(plain(element));
      }
      return list;
    } else if (value instanceof DuckDBStruct struct) {
      return plain(struct.getMap());
    } else if (value instanceof Struct struct) {
      List<@Nullable Object> list = new ArrayList<>();
      for (Object element : struct.getAttributes()) {
        list.add(plain(element));
      }
      return list;
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        plain.put(String.valueOf(entry.getKey()), plain(entry.getValue()));
      }
      return plain;
    } else if (value instanceof Blob blob) {
      return new String(blob.getBytes(1, (int) blob.length()), StandardCharsets.UTF_8);
    }
    return value.toString();
  }

  @Override
  public void close() throws SQLException {
    result.close();
    statement.close();
  }
}
