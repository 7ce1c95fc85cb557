package dev.weir.infra.cli;

import dev.weir.infra.output.Columns;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A small table of texts, collected row by row. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... header) {
    rows.add(List.of(header));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  List<String> lines() {
    return Columns.lines(rows);
  }

  void print(PrintWriter out) {
    lines().forEach(out::println);
    out.flush();
  }
}
