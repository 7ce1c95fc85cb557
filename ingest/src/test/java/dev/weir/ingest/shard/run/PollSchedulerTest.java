package dev.weir.ingest.shard.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollSchedulerTest {

  private final PollScheduler scheduler = new PollScheduler(4);

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void thePollsOfAScopeRunOneAfterTheOther() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Integer> order = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 200; i++) {
      int number = i;
      scheduler.schedule(
          "gazette.test",
          () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            order.add(number);
            running.decrementAndGet();
          },
          Duration.ZERO);
    }

    await().until(() -> order.size() == 200);
    assertThat(most).hasValue(1);
  }

  @Test
  void otherScopesDoNotWaitForASlowOne() throws InterruptedException {
    CountDownLatch slow = new CountDownLatch(1);
    CountDownLatch other = new CountDownLatch(1);
    scheduler.schedule("slow.test", () -> awaitQuietly(slow), Duration.ZERO);
    scheduler.schedule("slow.test", () -> awaitQuietly(slow), Duration.ZERO);
    scheduler.schedule("other.test", other::countDown, Duration.ZERO);

    other.await();
    slow.countDown();
    assertThat(other.getCount()).isZero();
  }

  @Test
  void aPollThatThrowsDoesNotBlockItsScope() throws InterruptedException {
    CountDownLatch next = new CountDownLatch(1);
    scheduler.schedule(
        "a.test",
        () -> {
          throw new IllegalStateException("expected by the test");
        },
        Duration.ZERO);
    scheduler.schedule("a.test", next::countDown, Duration.ofMillis(20));

    next.await();
    assertThat(next.getCount()).isZero();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
