package dev.weir.simulator.server;

import java.util.List;

/** Every kind of host that the simulator plays, in the order in which settings list them. */
final class HostTypes {
  static final List<HostType> ALL =
      List.of(
          new Newspapers(),
          new MastodonInstances(),
          new Jetstream(),
          new Shortener(),
          new SilentHosts());

  private HostTypes() {}
}
