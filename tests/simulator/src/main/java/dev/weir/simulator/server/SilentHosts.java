package dev.weir.simulator.server;

import dev.weir.simulator.fault.Fault;

/** The host that never answers: a feed and a Mastodon instance, where the fault has them read. */
final class SilentHosts implements HostType {
  @Override
  public void open(Simulation simulation, Hosts hosts) {
    hosts.add(SilentHost.HOST, new SilentHost());
    if (simulation.faults().frequency(Fault.SILENT_SOURCE) > 0) {
      SilentHost.SOURCES.forEach(simulation.witness::unknown);
    }
  }

  @Override
  public void describe(SimulatorSources settings, String every) {
    if (settings.faults().frequency(Fault.SILENT_SOURCE) > 0) {
      settings.feed("silent", SilentHost.HOST + "/feed.xml", "5s");
      settings.timeline("silent", SilentHost.HOST, "public", every, false);
    }
  }
}
