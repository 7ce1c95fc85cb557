package dev.weir.scrapers.page.article;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Distinguishes data tables from layout tables. */
final class DataTables {
  private static final int MANY_ROWS = 10;
  private static final int MANY_COLUMNS = 4;
  private static final int MANY_CELLS = 10;
  private static final Set<String> DATA_MARKS = Set.of("col", "colgroup", "tfoot", "thead", "th");

  private final Set<Node> inside;

  private DataTables(Set<Node> inside) {
    this.inside = inside;
  }

  static DataTables mark(Node article) {
    Set<Node> kept = new HashSet<>();
    Node part = article.first();
    while (part != null) {
      Node next = part.following();
      if (part.is("table") && isData(part)) {
        next = part.after();
        keep(part, article, kept);
      }
      part = next;
    }
    return new DataTables(kept);
  }

  /** Whether {@code part} is, contains or is inside a data table. */
  boolean covers(Node part) {
    return inside.contains(part);
  }

  private static void keep(Node table, Node article, Set<Node> kept) {
    Node end = table.after();
    for (Node inner = table; inner != null && inner != end; inner = inner.following()) {
      kept.add(inner);
    }
    Node around = table.parent();
    while (around != null && around != article && kept.add(around)) {
      around = around.parent();
    }
  }

  private static boolean isData(Node table) {
    if (table.attribute("role").equals("presentation")
        || table.attribute("datatable").equals("0")) {
      return false;
    }
    if (table.hasAttribute("summary")) {
      return true;
    }
    Shape shape = Shape.of(table);
    if (shape.marked) {
      return true;
    }
    if (shape.nested || shape.rows <= 1 || shape.columns <= 1) {
      return false;
    }
    return shape.rows >= MANY_ROWS
        || shape.columns > MANY_COLUMNS
        || shape.rows * shape.columns > MANY_CELLS;
  }

  private static final class Shape {
    private boolean marked;
    private boolean nested;
    private int rows;
    private int columns;

    static Shape of(Node table) {
      Shape shape = new Shape();
      @Nullable Node end = table.after();
      for (Node inner = table.first(); inner != null && inner != end; inner = inner.following()) {
        shape.see(inner);
      }
      return shape;
    }

    private void see(Node inner) {
      marked |= DATA_MARKS.contains(inner.tag()) || (inner.is("caption") && inner.first() != null);
      nested |= inner.is("table");
      if (inner.is("tr")) {
        rows++;
        int cells = 0;
        for (Node cell = inner.first(); cell != null; cell = cell.next()) {
          cells += cell.is("td") ? 1 : 0;
        }
        columns = Math.max(columns, cells);
      }
    }
  }
}
