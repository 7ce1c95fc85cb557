package dev.weir.infra.output;

import java.io.PrintWriter;
import java.util.Locale;

/** How rows are written. */
public enum OutputFormat {
  /** Aligned columns, long values cut. */
  TABLE,
  /** RFC 4180, with a header; nested values as JSON. */
  CSV,
  /** One JSON object a line. */
  JSON;

  /**
   * Writes all rows and flushes.
   *
   * @return how many rows there were
   */
  public long write(Rows rows, PrintWriter out) throws Exception {
    long count =
        switch (this) {
          case TABLE -> TableFormat.write(rows, out);
          case CSV -> CsvFormat.write(rows, out);
          case JSON -> JsonLines.write(rows, out);
        };
    out.flush();
    return count;
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
