package dev.weir.infra.cli.shared;

import dev.weir.infra.output.OutputFormat;
import dev.weir.infra.output.Rows;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import picocli.CommandLine.Option;

/** The option that chooses how rows are written. */
public final class OutputOption {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, csv or json (one object a line); default: ${DEFAULT-VALUE}.")
  private OutputFormat format = OutputFormat.TABLE;

  OutputOption() {}

  public void write(Rows rows, PrintWriter out) throws Exception {
    format.write(rows, out);
  }

  /**
   * What a wrong query is to the user's shell (exit 2), and what a lack of memory or disk is (exit
   * 1).
   */
  public static Exception explained(SQLException e) {
    String message = String.valueOf(e.getMessage());
    boolean lack = message.startsWith("Out of Memory") || message.startsWith("IO Error");
    return lack ? new IOException(message, e) : new IllegalArgumentException(message, e);
  }
}
