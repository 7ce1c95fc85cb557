package dev.weir.simulator.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.simulator.fault.FaultSettings;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** For whoever runs the simulator: how far it is, and its faults. */
final class ControlHost implements VirtualHost {
  static final String HOST = "control.test";

  private final Simulation simulation;
  private final Map<String, LongSupplier> pending;
  private final IntSupplier subscribers;
  private final IntSupplier streaming;

  /**
   * Makes one.
   *
   * @param subscribers how many clients the Jetstream has
   * @param streaming how many follow an instance's stream
   */
  ControlHost(
      Simulation simulation,
      Map<String, LongSupplier> pending,
      IntSupplier subscribers,
      IntSupplier streaming) {
    this.simulation = simulation;
    this.subscribers = subscribers;
    this.streaming = streaming;
    this.pending = pending;
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
    state.put("subscribers", subscribers.getAsInt());
    state.put("streaming", streaming.getAsInt());
    state.put("faults", simulation.faults().toString());
    ObjectNode open = state.putObject("pending");
    pending.forEach((source, count) -> open.put(source, count.getAsLong()));
    boolean done = simulation.state.complete();
    for (LongSupplier count : pending.values()) {
      done &= count.getAsLong() == 0;
    }
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
