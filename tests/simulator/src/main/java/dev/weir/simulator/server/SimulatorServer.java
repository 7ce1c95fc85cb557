package dev.weir.simulator.server;

import dev.weir.simulator.corpus.Corpus;
import dev.weir.simulator.fault.Fault;
import dev.weir.simulator.oracle.OracleWriter;
import dev.weir.simulator.oracle.Witness;
import dev.weir.simulator.world.World;
import dev.weir.simulator.world.WorldSettings;
import io.undertow.Undertow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The simulator as a server on loopback: one port, virtual hosts by the Host header, and the
 * Jetstream's WebSocket.
 *
 * <pre>{@code
 * try (SimulatorServer server = SimulatorServer.start(0, settings, oracleFile, InstantSource.system())) {
 *   server.port();
 * }
 * }</pre>
 */
public final class SimulatorServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatorServer.class);
  private static final long TICK_NANOS = 10_000_000;
  private static final int TICKS_A_FLUSH = 10;

  private final Simulation simulation;
  private final OracleWriter oracle;
  private final Hosts hosts = new Hosts();
  private final ControlHost control;
  private final Undertow undertow;
  private final Thread ticker;
  private volatile boolean closed;

  private SimulatorServer(
      int port,
      World world,
      OracleWriter oracle,
      Witness witness,
      InstantSource clock,
      Optional<Corpus> corpus) {
    this.oracle = oracle;
    this.simulation = new Simulation(world, witness, clock);
    HostTypes.ALL.forEach(type -> type.open(simulation, hosts));
    this.control = new ControlHost(simulation, hosts);
    hosts.add(ControlHost.HOST, control);
    this.undertow =
        Undertow.builder()
            .setIoThreads(1)
            .setWorkerThreads(1)
            .addHttpListener(port, "127.0.0.1", new HttpFront(simulation, hosts, corpus))
            .build();
    this.ticker = new Thread(this::run, "simulator-ticker");
    ticker.setDaemon(true);
  }

  /**
   * Starts a server.
   *
   * @param port 0 for any free one
   * @param oracle where the witness writes; closed with the server
   */
  public static SimulatorServer start(
      int port, WorldSettings settings, OracleWriter oracle, Witness witness, InstantSource clock) {
    return start(port, settings, oracle, witness, clock, Optional.empty());
  }

  /** Starts a server that serves recordings beside its world. */
  public static SimulatorServer start(
      int port,
      WorldSettings settings,
      OracleWriter oracle,
      Witness witness,
      InstantSource clock,
      Optional<Corpus> corpus) {
    SimulatorServer server =
        new SimulatorServer(port, new World(settings), oracle, witness, clock, corpus);
    server.tick();
    server.undertow.start();
    server.ticker.start();
    return server;
  }

  /** The port that it listens on. */
  public int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  /** What {@code GET http://control.test/state} answers. */
  public String state() {
    synchronized (simulation.lock) {
      return control.state().toString();
    }
  }

  /** What it has produced and served so far, by name. */
  public Map<String, Object> facts() {
    synchronized (simulation.lock) {
      return Map.of(
          "items-produced",
          simulation.state.produced(),
          "items-served",
          simulation.witness.servedItems(),
          "responses",
          simulation.witness.responses());
    }
  }

  private void tick() {
    synchronized (simulation.lock) {
      long before = simulation.state.produced();
      simulation.state.advance(simulation.clock.instant());
      noteStretches(before, simulation.state.produced());
      hosts.pump();
    }
  }

  /** Tells the oracle of the bursts, rollovers and outages that began with these items. */
  private void noteStretches(long from, long until) {
    for (Fault fault : List.of(Fault.BURST, Fault.ROLLOVER, Fault.OUTAGE, Fault.CLAMP)) {
      for (long item = from; item < until; item++) {
        if (simulation.world.faults().stretchStart(fault, item) == item) {
          simulation.witness.fault(
              fault.key(), "", "from item " + item, simulation.world.time(item));
        }
      }
    }
  }

  private void run() {
    for (long turn = 1; !closed; turn++) {
      LockSupport.parkNanos(TICK_NANOS);
      try {
        tick();
        if (turn % TICKS_A_FLUSH == 0) {
          oracle.flush();
        }
      } catch (IOException | RuntimeException e) {
        LOG.atError().setCause(e).log("The world did not move on");
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    undertow.stop();
    try {
      oracle.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Expected to close the oracle", e);
    }
  }
}
