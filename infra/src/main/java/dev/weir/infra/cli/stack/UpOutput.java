package dev.weir.infra.cli.stack;

import dev.weir.schemas.status.Json;
import dev.weir.schemas.status.ProgramStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code up} prints while it works: lines and a redrawn view on a terminal, JSON lines
 * elsewhere.
 */
final class UpOutput {
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_REST = "\u001b[J";
  private static final String CLEAR_ALL = "\u001b[2J";
  private static final int DEFAULT_WIDTH = 110;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final Map<String, String> lastStates = new LinkedHashMap<>();
  private List<String> lastAwaited = List.of();
  private boolean drawn;

  UpOutput(PrintWriter out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  boolean isTerminal() {
    return terminal;
  }

  /** A sentence for people; on a terminal and elsewhere on standard error. */
  void say(String line) {
    err.println(line);
    err.flush();
  }

  /** Prints what is waited for when that changes, and each change of a part's state. */
  void starting(List<ProgramStatus.Part> parts) {
    for (ProgramStatus.Part part : parts) {
      if (!part.state().equals(lastStates.put(part.name(), part.state())) && !terminal) {
        event("part", Map.of("name", part.name(), "state", part.state(), "detail", part.detail()));
      }
      if (part.state().equals("backing-off")) {
        sayOnce(part);
      }
    }
    List<String> awaited = Rendering.awaited(parts);
    if (!awaited.equals(lastAwaited) && !awaited.isEmpty()) {
      lastAwaited = awaited;
      if (terminal) {
        say("Waiting for " + String.join(", ", awaited));
      }
    }
  }

  private void sayOnce(ProgramStatus.Part part) {
    String key = part.name() + " failed";
    if (!part.detail().equals(lastStates.put(key, part.detail()))) {
      say(part.name() + ": " + part.detail());
    }
  }

  /** Nothing more is waited for: all parts are ready, or refuse to run. */
  void ready(List<ProgramStatus.Part> parts, Duration after) {
    for (ProgramStatus.Part part : parts) {
      if (part.state().equals(Rendering.REFUSED) || part.detail().contains(" is refused: ")) {
        say(part.name() + ": " + part.detail());
      }
    }
    if (terminal) {
      say(
          (isWhole(parts) ? "All parts run after " : "Not all parts run after ")
              + after.toSeconds()
              + " s");
      Rendering.parts(parts).forEach(out::println);
      out.flush();
    } else {
      event("ready", Map.of("seconds", after.toSeconds(), "parts", parts));
    }
  }

  private static boolean isWhole(List<ProgramStatus.Part> parts) {
    return parts.stream().allMatch(Rendering::isReady);
  }

  /** The first aggregate has been seen. */
  void firstAggregate(Duration after) {
    if (!terminal) {
      event("first-aggregate", Map.of("seconds", after.toMillis() / 1000.0));
    }
  }

  /** Shows a frame of the live view. */
  void show(Frame frame) {
    if (!terminal) {
      out.println(Json.line(FrameJson.of(frame)));
    } else {
      out.print(drawn ? HOME : CLEAR_ALL + HOME);
      drawn = true;
      FrameText.lines(frame, width()).forEach(line -> out.print(line + CLEAR_LINE + "\n"));
      out.print(
          "Ctrl-C ends it; ./weir status, logs, tail and history from another terminal"
              + CLEAR_LINE
              + "\n"
              + CLEAR_REST);
    }
    out.flush();
  }

  private static int width() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[0-9]{2,4}")
        ? Integer.parseInt(columns)
        : DEFAULT_WIDTH;
  }

  private void event(String name, Map<String, ?> facts) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("event", name);
    json.putAll(facts);
    out.println(Json.line(json));
    out.flush();
  }
}
