package dev.weir.simulator.server;

import dev.weir.simulator.fault.Fault;
import java.util.Optional;

/** Decides what goes wrong with a request. */
final class RequestFaults {
  /** How a response leaves the server. */
  enum Delivery {
    WHOLE,
    /** Half of it, and then the connection is closed. */
    TRUNCATED,
    /** Never. */
    STALLED
  }

  /** A response and how it leaves. */
  record Outcome(Reply reply, Delivery delivery) {}

  private final Simulation simulation;

  RequestFaults(Simulation simulation) {
    this.simulation = simulation;
  }

  /** The host's answer to the request, or what a fault makes of it. Called with the lock held. */
  Outcome answer(VirtualHost host, Request request) {
    if (!host.answers()) {
      return new Outcome(Reply.of(200, "text/plain", ""), Delivery.STALLED);
    }
    if (!host.faulty(request)) {
      return new Outcome(host.answer(request), Delivery.WHOLE);
    }
    if (strikes(Fault.TIME_OUT, request)) {
      return new Outcome(Reply.of(200, "text/plain", ""), Delivery.STALLED);
    }
    Optional<Reply> instead = instead(host, request);
    if (instead.isPresent()) {
      return new Outcome(instead.get(), Delivery.WHOLE);
    }
    Reply reply = host.answer(request);
    boolean takesGzip =
        request.header("accept-encoding").filter(a -> a.contains("gzip")).isPresent();
    if (reply.body().length > 0 && takesGzip && strikes(Fault.GZIP, request)) {
      reply = reply.compressed();
    }
    if (reply.body().length > 1 && strikes(Fault.TRUNCATED, request)) {
      return new Outcome(reply, Delivery.TRUNCATED);
    }
    return new Outcome(reply, Delivery.WHOLE);
  }

  private Optional<Reply> instead(VirtualHost host, Request request) {
    if (strikes(Fault.RATE_LIMIT, request)) {
      return Optional.of(host.limited(tooMany()).with("Retry-After", "1"));
    }
    if (strikes(Fault.RATE_LIMIT_BARE, request)) {
      return Optional.of(host.limited(tooMany()));
    }
    if (strikes(Fault.SERVER_ERROR, request)) {
      return Optional.of(Reply.json(500, "{\"error\":\"Internal Server Error\"}"));
    }
    return Optional.empty();
  }

  private static Reply tooMany() {
    return Reply.json(429, "{\"error\":\"Too many requests\"}");
  }

  private boolean strikes(Fault fault, Request request) {
    boolean struck =
        simulation.requestFaults().strikesRequest(fault, request.host(), request.number());
    if (struck) {
      simulation.witness.fault(
          fault.key(), request.host(), request.target(), simulation.clock.instant());
    }
    return struck;
  }
}
