package dev.weir.infra.local.stack;

import dev.weir.infra.local.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Something that the supervisor runs. Started when all units that it needs have been ready once.
 */
public sealed interface StackUnit {
  /** Its name, which others need it by. */
  String name();

  /** The names of the units that must have been ready. */
  Set<String> needs();

  /**
   * A process, kept alive: started again with back-off whenever it ends.
   *
   * @param needs what must have been ready
   * @param program how to run it
   * @param isServer whether others speak to it, so that it is ended after those who are not servers
   * @param statusFile the file that it writes its status to, removed before each start
   * @param queries whether the parts in the status file are queries, each of which must have begun
   *     its work before this is ready
   */
  record Service(
      Set<String> needs,
      Program program,
      boolean isServer,
      Optional<Path> statusFile,
      boolean queries)
      implements StackUnit {
    @Override
    public String name() {
      return program.name();
    }
  }

  /**
   * Work that is done once, and tried again with back-off until it succeeds.
   *
   * @param name its name
   * @param needs what must have been ready
   * @param work the work
   */
  record Task(String name, Set<String> needs, Work work) implements StackUnit {}

  /** The work of a {@link Task}. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }
}
