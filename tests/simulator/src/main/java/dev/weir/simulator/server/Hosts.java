package dev.weir.simulator.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a simulation, and what they report of themselves. Filled before the server starts,
 * then only read; all that it calls is called with the simulation's lock held.
 */
final class Hosts {
  private final Map<String, VirtualHost> hosts = new HashMap<>();
  private final Map<String, LongSupplier> pending = new LinkedHashMap<>();
  private final Map<String, List<IntSupplier>> clients = new LinkedHashMap<>();
  private final List<Runnable> pumps = new ArrayList<>();

  /** Adds a host under its name, as requests state it. */
  void add(String name, VirtualHost host) {
    if (hosts.putIfAbsent(name, host) != null) {
      throw new IllegalArgumentException("Expected one host of the name " + name + ", got two");
    }
  }

  /** States how many items a source of Weir has still to read. */
  void pending(String source, LongSupplier unserved) {
    pending.put(source, unserved);
  }

  /**
   * States how many clients are connected for good.
   *
   * @param kind the name under which the state shows the sum
   */
  void clients(String kind, IntSupplier connected) {
    clients.computeIfAbsent(kind, any -> new ArrayList<>()).add(connected);
  }

  /** Has something done each time that the world has moved on. */
  void eachTick(Runnable pump) {
    pumps.add(pump);
  }

  @Nullable VirtualHost get(String name) {
    return hosts.get(name);
  }

  void pump() {
    pumps.forEach(Runnable::run);
  }

  /** Items that each source has still to read. */
  Map<String, Long> pending() {
    Map<String, Long> items = new LinkedHashMap<>();
    pending.forEach((source, unserved) -> items.put(source, unserved.getAsLong()));
    return items;
  }

  /** Connected clients by kind. */
  Map<String, Integer> clients() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    clients.forEach(
        (kind, all) -> counts.put(kind, all.stream().mapToInt(IntSupplier::getAsInt).sum()));
    return counts;
  }
}
