package dev.weir.simulator.server;

import dev.weir.simulator.fault.Fault;
import dev.weir.simulator.oracle.Witness;
import dev.weir.simulator.world.Kind;
import dev.weir.simulator.world.SkyEvent;
import dev.weir.simulator.world.World;
import io.undertow.websockets.core.WebSocketChannel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;

/**
 * A Jetstream. A cursor is inclusive and in microseconds; 0 and less replays all that is kept, one
 * in the future means live, and one that is older than what is kept is silently raised to it.
 * Guarded by the simulation's lock.
 */
final class JetstreamHost implements VirtualHost {
  static final String HOST = "sky.test";
  static final String SOURCE = "jetstream/sky";

  /** How many events are sent again at a time. */
  private static final int AGAIN = 20;

  private final Simulation simulation;
  private final List<JetstreamClient> clients = new ArrayList<>();
  private final Set<Long> disconnected = new HashSet<>();

  JetstreamHost(Simulation simulation) {
    this.simulation = simulation;
  }

  @Override
  public Reply answer(Request request) {
    return down()
        ? Reply.of(503, "text/plain", "Service Unavailable")
        : Reply.of(200, "text/plain", "This is a Jetstream: connect to /subscribe\n");
  }

  /** How many clients are connected. */
  int subscribers() {
    return clients.size();
  }

  boolean down() {
    return simulation.state.down(Fault.CLAMP);
  }

  /** Takes in a client that has connected. */
  void connect(WebSocketChannel channel, Subscription subscription) {
    JetstreamClient client = client(new Outbox(channel), subscription);
    clients.add(client);
    channel.addCloseTask(
        closed -> {
          synchronized (simulation.lock) {
            clients.remove(client);
          }
        });
  }

  /** Sends each client what is new to it, as far as it keeps up. */
  void pump() {
    boolean down = down();
    for (JetstreamClient client : List.copyOf(clients)) {
      if (down) {
        drop(client, "down");
      } else if (client.outbox().ready()) {
        send(client);
      }
    }
  }

  /** How many events about posts are kept and lie, unserved, behind the last that was served. */
  long unserved() {
    long unserved = 0;
    for (long item : simulation.state.sky().descendingKeySet()) {
      Kind kind = simulation.world.kind(item);
      if (kind == Kind.SKY_POST || kind == Kind.SKY_UPDATE || kind == Kind.SKY_DELETE) {
        if (simulation.witness.wasServed(item)) {
          return unserved;
        }
        unserved++;
      }
    }
    return unserved;
  }

  private void send(JetstreamClient client) {
    NavigableMap<Long, Boolean> events = simulation.state.sky().tailMap(client.next(), true);
    for (long item : events.keySet()) {
      if (!client.outbox().ready()) {
        return;
      }
      long passed = client.next();
      client.next(item + 1);
      SkyEvent event = simulation.world.skyEvent(item);
      if (client.wants(event)) {
        send(client, event);
      }
      if (strikes(Fault.RE_SENT, item)) {
        sendAgain(client, item);
      }
      if (disconnects(passed, item)) {
        drop(client, event.rev());
        return;
      }
    }
  }

  private void send(JetstreamClient client, SkyEvent event) {
    String message = JetstreamJson.message(event);
    client.outbox().send(message, () -> served(event));
    if (strikes(Fault.DUPLICATE, event.number())) {
      client.outbox().send(message, () -> {});
      fault(Fault.DUPLICATE, event.rev());
    }
  }

  /**
   * Sends the events before the item once more, under times right behind the item's. Those that
   * nobody can recognise, since they are cut off, are left out.
   */
  private void sendAgain(JetstreamClient client, long item) {
    List<Long> before =
        simulation.state.sky().headMap(item, false).descendingKeySet().stream()
            .limit(AGAIN)
            .sorted()
            .toList();
    long time = micros(item);
    for (long number : before) {
      SkyEvent event = simulation.world.skyEvent(number).again(++time);
      boolean isWhole = !JetstreamJson.errorType(event).equals("malformed-json");
      if (isWhole && client.wants(event)) {
        client.outbox().send(JetstreamJson.message(event), () -> served(event));
        fault(Fault.RE_SENT, event.rev());
      }
    }
  }

  /** Whether a disconnection is planned in this stretch that has not struck yet. */
  private boolean disconnects(long first, long last) {
    boolean strikes = false;
    for (long item = first; item <= last; item++) {
      strikes |= strikes(Fault.DISCONNECT, item) && disconnected.add(item);
    }
    return strikes;
  }

  private void served(SkyEvent event) {
    synchronized (simulation.lock) {
      simulation.witness.sky(
          event,
          JetstreamJson.errorType(event),
          simulation.witness.nextResponse(),
          simulation.clock.instant());
    }
  }

  private void drop(JetstreamClient client, String what) {
    fault(what.equals("down") ? Fault.CLAMP : Fault.DISCONNECT, what);
    clients.remove(client);
    client.outbox().close();
  }

  private JetstreamClient client(Outbox outbox, Subscription subscription) {
    World world = simulation.world;
    long live = simulation.state.produced();
    long cursor = subscription.cursor().orElse(Long.MAX_VALUE);
    if (cursor <= 0) {
      return new JetstreamClient(outbox, subscription, 0, cursor);
    }
    if (subscription.cursor().isEmpty() || live == 0 || cursor > micros(live)) {
      return new JetstreamClient(outbox, subscription, live, 0);
    }
    long epoch = ChronoUnit.MICROS.between(Instant.EPOCH, world.settings().epoch());
    long guess = (long) ((cursor - epoch) * world.settings().rate() / 1e6) - 2;
    long item = Math.max(0, Math.min(guess, live));
    while (item < live && micros(item) < cursor) {
      item++;
    }
    noteLosses(item, cursor);
    // What the item before sent again may have times behind the cursor.
    return new JetstreamClient(outbox, subscription, Math.max(0, item - 1), cursor);
  }

  private void noteLosses(long first, long cursor) {
    if (simulation.state.sky().isEmpty()) {
      return;
    }
    long oldest = simulation.state.sky().firstKey();
    int unserved = 0;
    int withdrawn = 0;
    long from = -1;
    long last = -1;
    for (long item = first; item < oldest; item++) {
      if (simulation.world.kind(item) != Kind.SKY_POST || micros(item) == cursor) {
        continue;
      }
      if (simulation.witness.wasServed(item)) {
        withdraw(item);
        withdrawn++;
      } else {
        unserved++;
        from = from < 0 ? item : from;
        last = item;
      }
    }
    if (unserved > 0) {
      Instant begin = simulation.world.time(from);
      Instant end = simulation.world.time(last);
      simulation.witness.gap(SOURCE, "clamped", begin, end, unserved, withdrawn);
    }
  }

  private void withdraw(long item) {
    SkyEvent event = simulation.world.skyEvent(item);
    simulation.witness.withdrawn(
        item, event.uri(), Witness.version(event), simulation.clock.instant());
  }

  private long micros(long item) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, simulation.world.time(item));
  }

  private boolean strikes(Fault fault, long item) {
    return simulation.world.faults().strikesItem(fault, item);
  }

  private void fault(Fault fault, String what) {
    simulation.witness.fault(fault.key(), HOST, what, simulation.clock.instant());
  }
}
