package dev.weir.simulator.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.simulator.fault.Fault;
import dev.weir.simulator.oracle.Witness;
import dev.weir.simulator.world.Instance;
import dev.weir.simulator.world.Kind;
import dev.weir.simulator.world.Toot;
import dev.weir.simulator.world.WorldState.Change;
import io.undertow.websockets.core.WebSocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The streaming API of an instance, by WebSocket: what happens to its public timeline, as it
 * happens. Nothing is kept for whoever is away. Guarded by the simulation's lock.
 *
 * @see <a href="https://docs.joinmastodon.org/methods/streaming/">Streaming</a>
 */
final class MastodonStream {
  static final String PATH = "/api/v1/streaming";

  /** The only token that is granted the stream. */
  static final String TOKEN = "simulated-token";

  /**
   * What was sent this long before a reader broke its connection may not have been committed, and
   * is not sent again.
   */
  private static final Duration UNCOMMITTED = Duration.ofMinutes(2);

  private final Simulation simulation;
  private final Instance instance;
  private final List<Client> clients = new ArrayList<>();
  private long checked;

  /** What was sent, and when. */
  private record Sent(long version, Toot toot, Instant at) {}

  /** A connection, what waits for it, and what it was sent lately. */
  private static final class Client {
    final Outbox outbox;
    final Deque<Change> waiting = new ArrayDeque<>();
    final Deque<Sent> sent = new ArrayDeque<>();
    boolean hasBroken;

    Client(Outbox outbox) {
      this.outbox = outbox;
    }
  }

  MastodonStream(Simulation simulation, Instance instance) {
    this.simulation = simulation;
    this.instance = instance;
  }

  /** Why a connection is refused; empty where it is granted. */
  Optional<Reply> refusal(Optional<String> authorization, Optional<String> stream) {
    if (!authorization.equals(Optional.of("Bearer " + TOKEN))) {
      return Optional.of(Reply.json(401, "{\"error\":\"The access token is invalid\"}"));
    }
    return stream.equals(Optional.of("public"))
        ? Optional.empty()
        : Optional.of(Reply.json(400, "{\"error\":\"Unknown channel requested\"}"));
  }

  /** Takes in a client that has connected. */
  void connect(WebSocketChannel channel) {
    Client client = new Client(new Outbox(channel));
    clients.add(client);
    channel.addCloseTask(closed -> left(client));
  }

  /** How many clients are connected. */
  int subscribers() {
    return clients.size();
  }

  /** How many events wait for a client. */
  long unsent() {
    return clients.stream().mapToLong(client -> client.waiting.size()).sum();
  }

  /** Sends each client what is new, as far as it keeps up. */
  void pump() {
    List<Change> changes = simulation.state.takeChanges(instance);
    boolean drops = disconnects();
    for (Client client : List.copyOf(clients)) {
      client.waiting.addAll(changes);
      while (client.outbox.ready() && !client.waiting.isEmpty()) {
        send(client, client.waiting.remove());
      }
      if (drops) {
        fault(Fault.STREAM_DISCONNECT, "item " + checked);
        clients.remove(client);
        client.outbox.close();
      }
    }
  }

  private boolean disconnects() {
    boolean strikes = false;
    for (; checked < simulation.state.produced(); checked++) {
      strikes |= simulation.world.faults().strikesItem(Fault.STREAM_DISCONNECT, checked);
    }
    return strikes;
  }

  private void send(Client client, Change change) {
    boolean deleted = change.kind() == Kind.TOOT_DELETE;
    long item = change.entry().item();
    long version = deleted ? change.entry().versionItem() : change.item();
    Toot toot = simulation.world.toot(item, version);
    String message =
        switch (change.kind()) {
          case TOOT_DELETE -> message("delete", Long.toString(instance.id(item)));
          case TOOT_EDIT ->
              message("status.update", MastodonJson.status(toot, instance).toString());
          default -> message("update", MastodonJson.status(toot, instance).toString());
        };
    client.outbox.send(message, () -> served(client, change, toot));
    if (!deleted && simulation.world.faults().strikesItem(Fault.DUPLICATE, item)) {
      client.outbox.send(message, () -> {});
      fault(Fault.DUPLICATE, toot.uri());
    }
  }

  private static String message(String event, String payload) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.putArray("stream").add("public");
    return message.put("event", event).put("payload", payload).toString();
  }

  private void served(Client client, Change change, Toot toot) {
    synchronized (simulation.lock) {
      Instant now = simulation.clock.instant();
      long response = simulation.witness.nextResponse();
      client.sent.add(new Sent(change.item(), toot, now));
      client.sent.removeIf(sent -> sent.at().isBefore(now.minus(UNCOMMITTED)));
      if (change.kind() == Kind.TOOT_DELETE) {
        simulation.witness.deletion(change.item(), toot, instance, response, now);
      } else {
        change.entry().served(toot.versionItem());
        simulation.witness.toot(toot, instance, MastodonJson.errorType(toot), response, now);
      }
      if (client.hasBroken) {
        withdraw(client.sent.removeLast(), now);
      }
    }
  }

  /** A client that breaks its connection may have lost what it was sent last. */
  private void left(Client client) {
    synchronized (simulation.lock) {
      if (clients.remove(client)) {
        client.hasBroken = true;
        Instant now = simulation.clock.instant();
        client.sent.stream()
            .filter(sent -> !sent.at().isBefore(now.minus(UNCOMMITTED)))
            .forEach(sent -> withdraw(sent, now));
      }
    }
  }

  private void withdraw(Sent sent, Instant now) {
    Toot toot = sent.toot();
    simulation.witness.withdrawn(sent.version(), toot.uri(), Witness.version(toot), now);
  }

  private void fault(Fault fault, String what) {
    simulation.witness.fault(fault.key(), instance.host(), what, simulation.clock.instant());
  }
}
