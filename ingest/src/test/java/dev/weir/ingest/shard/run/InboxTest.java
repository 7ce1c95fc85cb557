package dev.weir.ingest.shard.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.ingest.source.Frontier;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.StreamSink;
import dev.weir.ingest.source.StreamSource;
import dev.weir.schemas.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InboxTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private final Inbox inbox = new Inbox(3);

  private record Endless(AtomicInteger emitted) implements StreamSource {
    @Override
    public String id() {
      return "jetstream/sky";
    }

    @Override
    public String scope() {
      return "sky.test";
    }

    @Override
    public void run(Optional<String> position, StreamSink sink) throws InterruptedException {
      while (true) {
        sink.emit(PollResult.nothing(Next.interval()));
        emitted.incrementAndGet();
      }
    }
  }

  private StreamRun endless(AtomicInteger emitted) {
    InstantSource clock = InstantSource.fixed(NOW);
    Endless source = new Endless(emitted);
    PollScheduler scheduler = new PollScheduler(1);
    return new StreamRun(
        new SourceStats(source, clock),
        source,
        Optional.empty(),
        new RunContext(
            scheduler,
            inbox,
            Frontier.none(),
            clock,
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)),
            false,
            Duration.ZERO));
  }

  @Test
  void aStreamWaitsWhileTheInboxIsFull() throws InterruptedException {
    AtomicInteger emitted = new AtomicInteger();
    StreamRun run = endless(emitted);
    run.start();

    await().until(() -> emitted.get() == 3);
    assertThat(inbox.take(Duration.ZERO)).isNotNull();
    await().until(() -> emitted.get() == 4);
    run.stop();
    await().until(run::isIdle);
  }

  @Test
  void aClosedInboxTellsTheStreamToStop() {
    inbox.close();

    StreamRun run = endless(new AtomicInteger());
    assertThatThrownBy(
            () -> inbox.put(new SourceBatch(run, PollResult.nothing(Next.interval()), NOW)))
        .isInstanceOf(InterruptedException.class);
    assertThat(inbox.isEmpty()).isTrue();
  }

  @Test
  void anEmptyInboxGivesNothing() throws InterruptedException {
    assertThat(inbox.take(Duration.ofMillis(1))).isNull();
  }
}
