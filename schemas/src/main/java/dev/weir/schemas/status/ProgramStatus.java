package dev.weir.schemas.status;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a running program says of itself.
 *
 * @param program such as {@code pollers}
 * @param pid its process
 * @param updatedAt when it said so; an old one means that the program is stuck or gone
 */
public record ProgramStatus(String program, long pid, Instant updatedAt, List<Part> parts) {

  public ProgramStatus {
    parts = List.copyOf(parts);
  }

  /**
   * A part of the program: a source, a query, a connection.
   *
   * @param state one word: running, waiting, backing-off, refused, stopped, ...
   * @param detail a sentence for people; empty where there is nothing to say
   * @param since since when it has been in this state
   * @param facts further values by name, such as lag or the last error
   */
  public record Part(
      String name, String state, String detail, Instant since, Map<String, Object> facts) {
    public Part {
      facts = Map.copyOf(facts);
    }
  }
}
