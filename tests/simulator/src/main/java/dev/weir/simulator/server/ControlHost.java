package dev.weir.simulator.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.simulator.fault.FaultSettings;
import java.util.Map;

/** For whoever runs the simulator: how far it is, and its faults. */
final class ControlHost implements VirtualHost {
  static final String HOST = "control.test";

  private final Simulation simulation;
  private final Hosts hosts;

  ControlHost(Simulation simulation, Hosts hosts) {
    this.simulation = simulation;
    this.hosts = hosts;
  }

  @Override
  public boolean faulty(Request request) {
    return false;
  }

  @Override
  public Reply answer(Request request) {
    return switch (request.path()) {
      case "/state" -> Reply.json(200, state());
      case "/faults" -> faults(request);
      default -> Reply.notFound();
    };
  }

  ObjectNode state() {
    ObjectNode state = JsonNodeFactory.instance.objectNode();
    state.put("produced", simulation.state.produced());
    state.put("total", simulation.world.settings().total());
    state.put("complete", simulation.state.complete());
    state.put("served", simulation.witness.servedItems());
    state.put("responses", simulation.witness.responses());
    hosts.clients().forEach(state::put);
    state.put("faults", simulation.faults().toString());
    ObjectNode open = state.putObject("pending");
    Map<String, Long> pending = hosts.pending();
    pending.forEach(open::put);
    boolean done =
        simulation.state.complete() && pending.values().stream().allMatch(items -> items == 0);
    return state.put("done", done);
  }

  private Reply faults(Request request) {
    if (request.method().equals("POST")) {
      try {
        simulation.requestFaults(FaultSettings.parse(request.parameter("set").orElse("none")));
      } catch (IllegalArgumentException e) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        return Reply.json(400, error.put("error", String.valueOf(e.getMessage())));
      }
    }
    ObjectNode faults = JsonNodeFactory.instance.objectNode();
    return Reply.json(200, faults.put("faults", simulation.faults().toString()));
  }
}
