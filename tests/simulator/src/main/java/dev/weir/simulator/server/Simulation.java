package dev.weir.simulator.server;

import dev.weir.simulator.fault.FaultPlan;
import dev.weir.simulator.fault.FaultSettings;
import dev.weir.simulator.oracle.Witness;
import dev.weir.simulator.world.World;
import dev.weir.simulator.world.WorldState;
import java.time.InstantSource;

/**
 * What the hosts share: the world as it stands, its clock, the witness, and the faults of requests.
 * Guarded by {@code lock}.
 */
final class Simulation {
  final Object lock = new Object();
  final World world;
  final WorldState state;
  final Witness witness;
  final InstantSource clock;
  private FaultSettings faults;
  private FaultPlan requestFaults;

  Simulation(World world, Witness witness, InstantSource clock) {
    this.world = world;
    this.state = new WorldState(world);
    this.witness = witness;
    this.clock = clock;
    this.faults = world.settings().faults();
    this.requestFaults = new FaultPlan(world.settings().seed(), faults);
  }

  FaultSettings faults() {
    return faults;
  }

  FaultPlan requestFaults() {
    return requestFaults;
  }

  void requestFaults(FaultSettings replacement) {
    faults = faults.withRequestFaultsOf(replacement);
    requestFaults = new FaultPlan(world.settings().seed(), faults);
    witness.faults(faults, clock.instant());
  }
}
