package dev.weir.simulator.server;

/** The Jetstream. */
final class Jetstream implements HostType {
  @Override
  public void open(Simulation simulation, Hosts hosts) {
    JetstreamHost host = new JetstreamHost(simulation);
    hosts.add(JetstreamHost.HOST, host);
    hosts.pending(JetstreamHost.SOURCE, host::unserved);
    hosts.clients("subscribers", host::subscribers);
    hosts.eachTick(host::pump);
  }

  @Override
  public void describe(SimulatorSources settings, String every) {
    settings.jetstream("sky", JetstreamHost.HOST);
  }
}
