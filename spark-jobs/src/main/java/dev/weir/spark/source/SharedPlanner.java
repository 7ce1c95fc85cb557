package dev.weir.spark.source;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A planner that the streams of one run of a query share; closed when the last has stopped. */
final class SharedPlanner {

  private static final Map<String, SharedPlanner> PLANNERS = new HashMap<>();

  private final String id;
  private final BatchPlanner planner;
  private int users;

  private SharedPlanner(String id, BatchPlanner planner) {
    this.id = id;
    this.planner = planner;
  }

  /** The planner of an id, made if there is none. Each call is matched by a {@link #release}. */
  static SharedPlanner acquire(String id, Supplier<BatchPlanner> maker) {
    synchronized (PLANNERS) {
      SharedPlanner shared =
          PLANNERS.computeIfAbsent(id, any -> new SharedPlanner(id, maker.get()));
      shared.users++;
      return shared;
    }
  }

  BatchPlanner planner() {
    return planner;
  }

  void release() {
    synchronized (PLANNERS) {
      users--;
      if (users == 0) {
        PLANNERS.remove(id);
        planner.close();
      }
    }
  }
}
