package dev.weir.ingest.shard.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.ingest.shard.RunOptions;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Frontier;
import dev.weir.ingest.source.FrontierIndex;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.source.SourceRefusedException;
import dev.weir.schemas.Backoff;
import dev.weir.schemas.record.FrontierEntry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollRunTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private interface Script {
    PollResult poll(PollRequest request) throws IOException, InterruptedException;
  }

  /** A source that works off the frontier of a domain, where one is given. */
  private record Scripted(Optional<String> frontierDomain, Script script) implements PollSource {
    Scripted(Script script) {
      this(Optional.empty(), script);
    }

    @Override
    public String id() {
      return "feed/gazette";
    }

    @Override
    public String scope() {
      return "gazette.test";
    }

    @Override
    public Duration interval() {
      return Duration.ofHours(1);
    }

    @Override
    public PollResult poll(PollRequest request) throws IOException, InterruptedException {
      return script.poll(request);
    }
  }

  private final LinkedBlockingQueue<Optional<String>> asked = new LinkedBlockingQueue<>();
  private final PollScheduler scheduler = new PollScheduler(2);
  private final Inbox inbox = new Inbox(10);

  @AfterEach
  void close() {
    scheduler.close();
  }

  private SourceStats stats(PollSource source) {
    return new SourceStats(source, InstantSource.fixed(NOW));
  }

  private PollRun run(SourceStats stats, RunOptions.Mode mode) {
    return new PollRun(
        stats,
        (PollSource) stats.source(),
        Optional.of("0"),
        new RunContext(
            scheduler,
            inbox,
            Frontier.none(),
            InstantSource.fixed(NOW),
            new Backoff(Duration.ofMillis(2), Duration.ofMillis(10)),
            mode == RunOptions.Mode.ONCE,
            Duration.ZERO));
  }

  private static PollResult result(String position, Next next) {
    return PollResult.of(List.of(), position, Completeness.pending(), next);
  }

  private SourceBatch take() throws InterruptedException {
    return Objects.requireNonNull(inbox.take(Duration.ofSeconds(10)));
  }

  private Optional<String> askedFrom() throws InterruptedException {
    return Objects.requireNonNull(asked.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void theNextPollWaitsUntilTheResultWasAccepted() throws InterruptedException {
    PollRun run =
        run(
            stats(
                new Scripted(
                    request -> {
                      asked.add(request.position());
                      return result("1", Next.immediately());
                    })),
            RunOptions.Mode.FOREVER);
    run.start();

    SourceBatch first = take();
    assertThat(askedFrom()).contains("0");
    assertThat(asked).isEmpty();

    run.accepted(first.result());
    assertThat(askedFrom()).contains("1");
    run.stop();
  }

  @Test
  void aFailureIsTriedAgainFromTheSamePosition() throws InterruptedException {
    int[] polls = new int[1];
    SourceStats stats =
        stats(
            new Scripted(
                request -> {
                  asked.add(request.position());
                  if (polls[0]++ < 2) {
                    throw new IOException("down");
                  }
                  return result("1", Next.interval());
                }));
    PollRun run = run(stats, RunOptions.Mode.FOREVER);
    run.start();

    run.accepted(take().result());

    assertThat(asked).containsExactly(Optional.of("0"), Optional.of("0"), Optional.of("0"));
    assertThat(stats.state()).isEqualTo(SourceState.WAITING);
    assertThat(stats.summary().failures()).isEqualTo(2);
    run.stop();
  }

  @Test
  void aRefusedSourceIsShownSo() {
    SourceStats stats =
        stats(
            new Scripted(
                request -> {
                  throw new SourceRefusedException("401");
                }));
    PollRun run = run(stats, RunOptions.Mode.FOREVER);
    run.start();

    await().until(() -> stats.state() == SourceState.REFUSED);
    assertThat(stats.part().detail()).contains("401");
    run.stop();
  }

  @Test
  void aRunOfOnceEndsWithTheSourceThatHasNothingMore() throws InterruptedException {
    SourceStats stats =
        stats(
            new Scripted(
                request ->
                    request.position().equals(Optional.of("0"))
                        ? result("1", Next.after(Duration.ofMillis(5)))
                        : result("2", Next.interval())));
    PollRun run = run(stats, RunOptions.Mode.ONCE);
    run.start();

    run.accepted(take().result());
    run.committed();
    assertThat(stats.state()).isNotEqualTo(SourceState.DONE);
    run.accepted(take().result());
    run.committed();
    assertThat(stats.state()).isEqualTo(SourceState.DONE);
  }

  @Test
  void aRunOfOnceGivesASourceUpThatKeepsFailing() {
    SourceStats stats =
        stats(
            new Scripted(
                request -> {
                  throw new IllegalStateException("broken");
                }));
    run(stats, RunOptions.Mode.ONCE).start();

    await().until(() -> stats.state() == SourceState.FAILED);
    assertThat(stats.summary().failures()).isEqualTo(SourceRun.FAILURES_OF_ONCE);
  }

  @Test
  void anInterruptEndsAPollThatHangs() throws InterruptedException {
    CountDownLatch hanging = new CountDownLatch(1);
    PollRun run =
        run(
            stats(
                new Scripted(
                    request -> {
                      hanging.countDown();
                      new CountDownLatch(1).await();
                      throw new AssertionError("unreachable");
                    })),
            RunOptions.Mode.FOREVER);
    run.start();
    hanging.await();

    run.stop();
    assertThat(run.isIdle()).isFalse();
    run.interrupt();

    await().until(run::isIdle);
    assertThat(inbox.isEmpty()).isTrue();
  }

  @Test
  void aWaitEndsWhenSomethingOfTheFrontierFallsDue() throws InterruptedException {
    FrontierIndex frontier = new FrontierIndex();
    Scripted source =
        new Scripted(
            Optional.of("gazette.test"),
            request -> {
              asked.add(request.position());
              return result("1", Next.interval());
            });
    PollRun run =
        new PollRun(
            stats(source),
            source,
            Optional.empty(),
            new RunContext(
                scheduler,
                inbox,
                frontier,
                InstantSource.fixed(NOW),
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)),
                false,
                Duration.ZERO));
    run.start();
    run.accepted(take().result());
    askedFrom();
    run.frontierChanged();
    assertThat(inbox.take(Duration.ofMillis(300))).isNull();

    frontier.accept(
        FrontierEntry.newBuilder()
            .setUrl("http://gazette.test/a")
            .setDomain("gazette.test")
            .setDiscoveredBy("feed/gazette")
            .setDiscoveredAt(NOW)
            .setNextFetchAt(NOW)
            .setPriority(0)
            .build());
    run.frontierChanged();

    assertThat(take().run()).isEqualTo(run);
  }
}
