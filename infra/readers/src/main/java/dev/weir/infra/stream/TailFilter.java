package dev.weir.infra.stream;

import dev.weir.schemas.settings.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets through what satisfies a tail's condition, if there is one. */
final class TailFilter implements AutoCloseable {
  private final @Nullable RecordFilter filter;
  private final Consumer<String> complaints;

  private TailFilter(@Nullable RecordFilter filter, Consumer<String> complaints) {
    this.filter = filter;
    this.complaints = complaints;
  }

  /**
   * Understands the condition of the request.
   *
   * @param complaints receives the records for which the condition cannot be evaluated
   * @throws SQLException where it is not understood
   */
  static TailFilter of(Tail.Request request, StackSettings stack, Consumer<String> complaints)
      throws SQLException, IOException {
    if (request.condition().isEmpty()) {
      return new TailFilter(null, complaints);
    }
    Path spill = stack.dataDir().resolve("cache").resolve("spill");
    return new TailFilter(
        RecordFilter.of(request.condition().get(), request.topic().valueSchema(), spill),
        complaints);
  }

  List<TailLine> select(List<TailLine> lines) {
    if (filter == null || lines.isEmpty()) {
      return lines;
    }
    List<String> rows = new ArrayList<>();
    for (TailLine line : lines) {
      rows.add(line.envelope(rows.size()));
    }
    try {
      return pick(lines, filter.matches(rows));
    } catch (SQLException e) {
      return oneByOne(lines, filter);
    }
  }

  /** One record on which the condition fails must not hide the others. */
  private List<TailLine> oneByOne(List<TailLine> lines, RecordFilter condition) {
    List<TailLine> selected = new ArrayList<>();
    for (TailLine line : lines) {
      try {
        selected.addAll(pick(List.of(line), condition.matches(List.of(line.envelope(0)))));
      } catch (SQLException e) {
        complaints.accept(TailLine.where(line.from()) + ": condition: " + e.getMessage());
      }
    }
    return selected;
  }

  private static List<TailLine> pick(List<TailLine> lines, BitSet matching) {
    return matching.stream().filter(i -> i < lines.size()).mapToObj(lines::get).toList();
  }

  @Override
  public void close() throws SQLException {
    if (filter != null) {
      filter.close();
    }
  }
}
