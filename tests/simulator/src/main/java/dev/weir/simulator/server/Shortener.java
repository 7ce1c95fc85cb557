package dev.weir.simulator.server;

import dev.weir.simulator.world.Links;

/** The link shortener. */
final class Shortener implements HostType {
  @Override
  public void open(Simulation simulation, Hosts hosts) {
    hosts.add(Links.SHORTENER, new ShortenerHost(simulation));
  }

  @Override
  public void describe(SimulatorSources settings, String every) {
    settings.entry("shorteners", Links.SHORTENER);
  }
}
