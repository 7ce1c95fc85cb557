package dev.weir.simulator.server;

/**
 * A kind of host that the simulator plays. A new one is a class of its own, and a line in {@link
 * HostTypes}.
 */
interface HostType {
  /** Makes the hosts of a simulation. Called once, before the server starts. */
  void open(Simulation simulation, Hosts hosts);

  /**
   * Adds these hosts to the settings that Weir reads.
   *
   * @param every how often they are polled, such as {@code 1s}
   */
  void describe(SimulatorSources settings, String every);
}
