package dev.weir.ingest.program;

import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** Notes beside the results, on standard error. */
final class Notes {
  private Notes() {}

  static Consumer<String> of(CommandSpec spec) {
    PrintWriter err = spec.commandLine().getErr();
    return note -> {
      err.println(note);
      err.flush();
    };
  }
}
