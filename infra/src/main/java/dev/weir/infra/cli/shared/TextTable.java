package dev.weir.infra.cli.shared;

import dev.weir.infra.output.Columns;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A small table of texts, collected row by row. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    rows.add(List.of(header));
  }

  public void row(String... cells) {
    rows.add(List.of(cells));
  }

  public List<String> lines() {
    return Columns.lines(rows);
  }

  public void print(PrintWriter out) {
    lines().forEach(out::println);
    out.flush();
  }
}
