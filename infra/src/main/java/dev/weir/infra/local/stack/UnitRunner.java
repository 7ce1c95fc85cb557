package dev.weir.infra.local.stack;

import dev.weir.infra.local.process.Child;
import dev.weir.schemas.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The life of one {@link StackUnit}, on a thread of its own. */
final class UnitRunner implements Runnable {
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private static final Duration STABLE = Duration.ofMinutes(1);
  private static final long WATCH_MILLIS = 250;

  private final StackUnit unit;
  private final List<UnitRunner> needs;
  private final InstantSource clock;
  private final Consumer<PartStatus> observer;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile PartStatus status;
  private volatile boolean lastLife;
  private volatile @Nullable Child child;
  private int failures;

  UnitRunner(
      StackUnit unit, List<UnitRunner> needs, InstantSource clock, Consumer<PartStatus> observer) {
    this.unit = unit;
    this.needs = List.copyOf(needs);
    this.clock = clock;
    this.observer = observer;
    String waitsFor =
        needs.stream().map(need -> need.unit.name()).collect(Collectors.joining(", "));
    this.status = initial(unit, needs.isEmpty() ? "" : "needs " + waitsFor, clock.instant());
  }

  private static PartStatus initial(StackUnit unit, String detail, Instant now) {
    String address = unit instanceof StackUnit.Service service ? service.program().address() : "";
    String log =
        unit instanceof StackUnit.Service service ? service.program().log().toString() : "";
    return new PartStatus(
        unit.name(), address, PartState.WAITING, Optional.empty(), log, now, 0, detail);
  }

  StackUnit unit() {
    return unit;
  }

  PartStatus status() {
    return status;
  }

  /** How often in a row it failed, without ever having been ready. */
  int failuresBeforeReady() {
    return ready.isDone() ? 0 : failures;
  }

  /** The running process, if this is one. */
  Optional<Child> child() {
    return Optional.ofNullable(child);
  }

  /** From now on, what ends is not started again. */
  void letEnd() {
    lastLife = true;
  }

  /**
   * Makes the runner go to its end; closes the standard input of its process, which then goes to
   * its own.
   */
  void askToStop() {
    stopping.countDown();
    Child running = child;
    if (running != null) {
      running.askToEnd();
    }
  }

  @Override
  public void run() {
    try {
      for (UnitRunner need : needs) {
        if (!awaitReady(need)) {
          break;
        }
      }
      while (stopping.getCount() > 0) {
        runOnce();
      }
      change(PartState.STOPPED, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitReady(UnitRunner need) throws InterruptedException {
    while (!need.ready.isDone()) {
      if (stopping.await(20, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return stopping.getCount() > 0;
  }

  private void runOnce() throws InterruptedException {
    Instant started = clock.instant();
    String why;
    try {
      if (unit instanceof StackUnit.Service service) {
        why = serve(service);
      } else {
        ((StackUnit.Task) unit).work().run();
        becomeReady(PartState.DONE, "");
        stopping.await();
        return;
      }
    } catch (IOException | RuntimeException e) {
      why = String.valueOf(e.getMessage());
    }
    if (stopping.getCount() == 0) {
      return;
    }
    if (isRefused()) {
      stopping.await();
      return;
    }
    if (lastLife) {
      stopping.await();
      return;
    }
    boolean stable = Duration.between(started, clock.instant()).compareTo(STABLE) > 0;
    failures = stable && ready.isDone() ? 1 : failures + 1;
    Duration delay = BACKOFF.delay(failures);
    status = status.restarted();
    change(PartState.BACKING_OFF, "again in " + delay.toSeconds() + " s: " + why);
    stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs the process to its end, and says how that was. */
  private String serve(StackUnit.Service service) throws IOException, InterruptedException {
    if (service.statusFile().isPresent()) {
      Files.deleteIfExists(service.statusFile().get());
    }
    Child started = Child.start(service.program());
    child = started;
    try {
      if (stopping.getCount() > 0) {
        change(PartState.STARTING, "");
        started.awaitReady();
        if (!service.queries() || awaitWork(service, started)) {
          becomeReady(PartState.RUNNING, service.queries() ? refusals(service) : "");
        }
      }
      if (stopping.getCount() == 0) {
        started.askToEnd();
      }
      int code = started.onExit().join();
      return "it ended with exit code " + code;
    } finally {
      started.stop(stopping.getCount() == 0 ? Duration.ofSeconds(25) : Duration.ZERO);
      child = null;
    }
  }

  /**
   * Waits until all queries are at work, however long the first batch of one takes; false when the
   * process ends before, or is to be stopped.
   */
  private boolean awaitWork(StackUnit.Service service, Child started)
      throws IOException, InterruptedException {
    Path file = service.statusFile().orElseThrow();
    String last = "";
    while (started.isAlive()) {
      String awaited = Readiness.awaited(file);
      if (awaited.isEmpty()) {
        return true;
      }
      if (!awaited.equals(last)) {
        last = awaited;
        change(PartState.STARTING, awaited);
      }
      if (stopping.await(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return false;
  }

  /** What has ended because it refuses to go on would only refuse again. */
  private boolean isRefused() {
    if (!(unit instanceof StackUnit.Service service) || !service.queries()) {
      return false;
    }
    try {
      if (Readiness.isFinal(service.statusFile().orElseThrow())) {
        change(PartState.REFUSED, refusals(service));
        return true;
      }
    } catch (IOException e) {
      // Without a status nothing is known, and it is tried again.
    }
    return false;
  }

  private static String refusals(StackUnit.Service service) throws IOException {
    return Readiness.refusals(service.statusFile().orElseThrow());
  }

  private void becomeReady(PartState state, String detail) {
    change(state, detail);
    ready.complete(null);
  }

  private void change(PartState state, String detail) {
    Child running = child;
    Optional<Long> pid =
        running != null && running.isAlive() ? Optional.of(running.pid()) : Optional.empty();
    status = status.with(state, pid, detail, clock.instant());
    observer.accept(status);
  }
}
