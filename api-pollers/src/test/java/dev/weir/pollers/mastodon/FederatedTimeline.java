package dev.weir.pollers.mastodon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Fills a timeline by Mastodon's rule: a status takes its place by when it was written, whenever it
 * arrives. Delays have a median of 3 s; one in twenty is up to 9 min, and one in a hundred hours.
 */
final class FederatedTimeline {
  private record Status(Instant created, Instant arrived, String id) {}

  private final Random random;
  private final FakeInstance instance;
  private final double rate;
  private final List<Status> arrived = new ArrayList<>();
  private final List<Instant> order = new ArrayList<>();
  private final PriorityQueue<Status> underWay =
      new PriorityQueue<>(Comparator.comparing(Status::arrived));
  private Instant next = Instant.parse("2026-03-01T11:59:00Z");

  FederatedTimeline(Random random, FakeInstance instance, double rate) {
    this.random = random;
    this.instance = instance;
    this.rate = rate;
  }

  void runUntil(Instant now) {
    while (!next.isAfter(now)) {
      underWay.add(new Status(next, next.plus(delay()), ""));
      next = next.plusMillis((long) (-Math.log(1 - random.nextDouble()) / rate * 1000) + 1);
    }
    while (!underWay.isEmpty() && !underWay.peek().arrived().isAfter(now)) {
      arrive(underWay.remove());
    }
  }

  private void arrive(Status status) {
    int place = order.size();
    while (place > 0 && order.get(place - 1).isAfter(status.created())) {
      place--;
    }
    String id = instance.postBehind(order.size() - place, status.created());
    order.add(place, status.created());
    arrived.add(new Status(status.created(), status.arrived(), id));
  }

  private Duration delay() {
    double kind = random.nextDouble();
    if (kind < 0.3) {
      return Duration.ZERO;
    }
    if (kind < 0.01 + 0.3) {
      return Duration.ofHours(1 + random.nextInt(5));
    }
    return kind < 0.06 + 0.3
        ? Duration.ofSeconds(10 + random.nextInt(530))
        : Duration.ofMillis((long) (3000 * Math.exp(random.nextGaussian())));
  }

  int arrivals() {
    return arrived.size();
  }

  /** Ids of what was written in a stretch and arrived within ten minutes. */
  List<String> arrivedInTime(Instant from, Instant until) {
    return arrived.stream()
        .filter(status -> !status.created().isBefore(from) && status.created().isBefore(until))
        .filter(
            status ->
                Duration.between(status.created(), status.arrived())
                        .compareTo(Duration.ofMinutes(10))
                    <= 0)
        .map(Status::id)
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
