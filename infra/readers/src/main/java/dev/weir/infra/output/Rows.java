package dev.weir.infra.output;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Named columns and rows of plain values (numbers, booleans, strings, lists, maps, null), read
 * once.
 */
public interface Rows {

  /** The columns' names. */
  List<String> columns();

  /** The next row, as long as the columns; empty after the last one. */
  Optional<List<@Nullable Object>> next() throws Exception;

  /** Rows that are in memory already. */
  static Rows of(List<String> columns, List<List<@Nullable Object>> rows) {
    Iterator<List<@Nullable Object>> left = rows.iterator();
    return new Rows() {
      @Override
      public List<String> columns() {
        return columns;
      }

      @Override
      public Optional<List<@Nullable Object>> next() {
        return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
      }
    };
  }

  /** The first rows of others. */
  static Rows limit(Rows rows, long limit) {
    return new Rows() {
      private long left = limit;

      @Override
      public List<String> columns() {
        return rows.columns();
      }

      @Override
      public Optional<List<@Nullable Object>> next() throws Exception {
        return left-- > 0 ? rows.next() : Optional.empty();
      }
    };
  }
}
