package dev.weir.infra.local.stack;

import dev.weir.schemas.status.ProgramPlan;
import java.util.List;
import java.util.Set;

/**
 * What of a stack is started.
 *
 * @param scope how much
 * @param without parts that are left to somebody else
 * @param acceptGap whether Spark goes on although records expired before it read them
 * @param plans what the programs of sources would fetch
 */
public record StackChoice(
    Scope scope, Set<String> without, boolean acceptGap, List<ProgramPlan> plans) {
  /** How much is started. */
  public enum Scope {
    /** Servers, topics, bucket and schemas only. */
    SERVERS,
    /** The sources of the settings, too. */
    SOURCES,
    /** The simulator as the source. */
    DEMO
  }

  public StackChoice {
    without = Set.copyOf(without);
    plans = List.copyOf(plans);
  }

  /** Servers only. */
  public static StackChoice servers() {
    return new StackChoice(Scope.SERVERS, Set.of(), false, List.of());
  }

  boolean has(String part) {
    return !without.contains(part);
  }

  /** Whether a program of sources has anything to do. */
  boolean hasWork(String program) {
    return plans.stream().anyMatch(plan -> plan.program().equals(program) && plan.hasWork());
  }
}
