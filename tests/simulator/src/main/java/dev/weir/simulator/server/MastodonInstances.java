package dev.weir.simulator.server;

import dev.weir.simulator.fault.Fault;
import dev.weir.simulator.world.Instance;

/** The Mastodon instances, of which one grants its stream where streams break. */
final class MastodonInstances implements HostType {
  @Override
  public void open(Simulation simulation, Hosts hosts) {
    for (Instance instance : Instance.ALL) {
      MastodonHost host = new MastodonHost(simulation, instance);
      hosts.add(instance.host(), host);
      hosts.pending(instance.source(), host::unserved);
      hosts.clients("streaming", host.stream()::subscribers);
      hosts.eachTick(host.stream()::pump);
    }
  }

  @Override
  public void describe(SimulatorSources settings, String every) {
    for (Instance instance : Instance.ALL) {
      String name = instance.source().substring("mastodon/".length());
      boolean isStreamed =
          instance == Instance.FEDI && settings.faults().frequency(Fault.STREAM_DISCONNECT) > 0;
      settings.timeline(name, instance.host(), "public", every, isStreamed);
    }
  }
}
