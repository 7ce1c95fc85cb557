package dev.weir.infra.local.stack;

import dev.weir.infra.local.process.Child;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts the units of a stack, each as soon as what it needs has been ready, and keeps them alive
 * until it is closed. One thread a unit.
 *
 * <p>Safe for use by several threads, except {@link #start}.
 */
public final class Supervisor implements AutoCloseable {
  /**
   * After this many failures in a row, a unit that was never ready is given up by {@link
   * #hopeless}.
   */
  static final int ATTEMPTS = 4;

  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Map<String, UnitRunner> runners = new LinkedHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Duration grace;

  /**
   * @param units in an order in which each comes after those that it needs
   * @param observer called at each change, by several threads
   */
  public Supervisor(List<StackUnit> units, InstantSource clock, Consumer<PartStatus> observer) {
    this(units, clock, observer, GRACE);
  }

  /**
   * @param grace how long a part may take to end after it was asked
   */
  Supervisor(
      List<StackUnit> units, InstantSource clock, Consumer<PartStatus> observer, Duration grace) {
    this.grace = grace;
    for (StackUnit unit : units) {
      List<UnitRunner> needs = unit.needs().stream().sorted().map(this::needed).toList();
      if (runners.put(unit.name(), new UnitRunner(unit, needs, clock, observer)) != null) {
        throw new IllegalArgumentException(
            "Expected one unit of each name, got two of: " + unit.name());
      }
    }
  }

  private UnitRunner needed(String name) {
    UnitRunner runner = runners.get(name);
    if (runner == null) {
      throw new IllegalArgumentException("Expected a unit before those that need it, got: " + name);
    }
    return runner;
  }

  /** Starts everything and returns at once. */
  public void start() {
    for (UnitRunner runner : runners.values()) {
      Thread thread = new Thread(runner, "unit-" + runner.unit().name());
      threads.add(thread);
      thread.start();
    }
  }

  /** How the parts are now, in the order of their start. */
  public List<PartStatus> parts() {
    return runners.values().stream().map(UnitRunner::status).toList();
  }

  /** Whether all parts are ready. */
  public boolean isReady() {
    return parts().stream().allMatch(PartStatus::isReady);
  }

  /** Whether all parts are ready, or refuse to run. */
  public boolean isSettled() {
    return parts().stream().allMatch(PartStatus::isSettled);
  }

  /** A part that failed several times in a row and never answered, if there is one. */
  public Optional<PartStatus> hopeless() {
    return runners.values().stream()
        .filter(runner -> runner.failuresBeforeReady() >= ATTEMPTS)
        .map(UnitRunner::status)
        .findFirst();
  }

  /** The process of a part, while it runs; tests kill it. */
  public Optional<Child> child(String name) {
    return needed(name).child();
  }

  /**
   * Ends all parts: those that use servers first, then the servers, each after those that need it.
   * What does not end within a grace period is killed.
   */
  @Override
  public void close() {
    List<UnitRunner> left = new ArrayList<>(runners.values());
    left.forEach(UnitRunner::letEnd);
    stop(left.stream().filter(runner -> !isServer(runner)).toList());
    left.removeIf(runner -> !isServer(runner));
    while (!left.isEmpty()) {
      List<UnitRunner> leaves = left.stream().filter(runner -> !isNeededBy(runner, left)).toList();
      stop(leaves);
      left.removeAll(leaves);
    }
  }

  private void stop(List<UnitRunner> some) {
    some.forEach(UnitRunner::askToStop);
    for (UnitRunner runner : some) {
      String thread = "unit-" + runner.unit().name();
      threads.stream()
          .filter(candidate -> candidate.getName().equals(thread))
          .forEach(candidate -> end(candidate, runner));
    }
  }

  /** Without a server that is stopped next, what has not ended by then might never end. */
  private void end(Thread thread, UnitRunner runner) {
    try {
      thread.join(grace.toMillis());
      if (thread.isAlive()) {
        runner.child().ifPresent(child -> child.stop(Duration.ZERO));
        thread.join(grace.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isServer(UnitRunner runner) {
    return runner.unit() instanceof StackUnit.Service service && service.isServer();
  }

  /** Whether one of these needs it, directly or through a task. */
  private boolean isNeededBy(UnitRunner server, List<UnitRunner> others) {
    return others.stream()
        .anyMatch(other -> other != server && needs(other.unit(), server.unit().name()));
  }

  private boolean needs(StackUnit unit, String name) {
    return unit.needs().stream()
        .anyMatch(need -> need.equals(name) || needs(needed(need).unit(), name));
  }
}
