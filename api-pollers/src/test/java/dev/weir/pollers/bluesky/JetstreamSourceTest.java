package dev.weir.pollers.bluesky;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.http.WebSocket;
import dev.weir.ingest.http.WebSocketListener;
import dev.weir.ingest.settings.HttpSettings;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.SourceRefusedException;
import dev.weir.ingest.source.StreamSink;
import dev.weir.pollers.FrontierLinks;
import dev.weir.schemas.record.Post;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JetstreamSourceTest {
  private static final JetstreamSettings SETTINGS =
      new JetstreamSettings("sky", "ws://sky.test/subscribe", null);

  private final FakeJetstream server = new FakeJetstream();
  private final List<PollResult> pieces = new ArrayList<>();
  private final long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - 60_000_000;

  private static JetstreamSource source(
      JetstreamSettings settings, JetstreamSource.Connector connector) {
    return new JetstreamSource(
        settings,
        connector,
        InstantSource.system(),
        Duration.ofMillis(5),
        FrontierLinks.of(List.of(), List.of()));
  }

  /** Stops the source as the runtime does, once enough was said. */
  private StreamSink until(Predicate<List<PollResult>> enough) {
    return piece -> {
      pieces.add(piece);
      if (enough.test(pieces)) {
        throw new InterruptedException("Enough");
      }
    };
  }

  private List<Long> times() {
    return pieces.stream()
        .flatMap(piece -> piece.records().stream())
        .filter(record -> record.topic().equals("posts"))
        .map(record -> Long.parseLong(((Post) record.value()).getVersion().substring(1)))
        .toList();
  }

  private Optional<String> position() {
    return pieces.stream().flatMap(piece -> piece.nextPosition().stream()).reduce((a, b) -> b);
  }

  @Test
  void everyEventIsEmittedOnceThoughTheServerClosesAndIsAskedAgain() {
    LongStream.range(now, now + 300).forEach(server::post);
    assertThatThrownBy(
            () ->
                source(SETTINGS, server)
                    .run(Optional.empty(), until(all -> server.addresses.size() > 3)))
        .isInstanceOf(InterruptedException.class);
    assertThat(times()).isEqualTo(LongStream.range(now, now + 300).boxed().toList());
    assertThat(server.addresses.get(0))
        .isEqualTo("ws://sky.test/subscribe?wantedCollections=app.bsky.feed.post");
    assertThat(server.addresses.get(1)).endsWith("&cursor=" + (now + 236));
    assertThat(pieces).noneMatch(piece -> piece.extent() instanceof Completeness.Gap);
    assertThat(server.aborted.get()).isEqualTo(server.addresses.size());
  }

  @Test
  void aClampedCursorIsAGapAndTheStreamGoesOn() {
    LongStream.range(now, now + 10).forEach(server::post);
    assertThatThrownBy(
            () ->
                source(SETTINGS, server).run(Optional.empty(), until(all -> times().size() == 10)))
        .isInstanceOf(InterruptedException.class);
    Optional<String> position = position();
    server.events.clear();
    LongStream.range(now + 5_000, now + 5_010).forEach(server::post);
    assertThatThrownBy(
            () -> source(SETTINGS, server).run(position, until(all -> times().size() == 20)))
        .isInstanceOf(InterruptedException.class);
    assertThat(pieces.stream().map(PollResult::extent).filter(Completeness.Gap.class::isInstance))
        .singleElement()
        .satisfies(
            extent -> assertThat(((Completeness.Gap) extent).reason()).isEqualTo("cursor clamped"));
  }

  @Test
  void aQuietStreamIsWholeUntilAMomentAgo() {
    server.staysOpen = true;
    assertThatThrownBy(
            () -> source(SETTINGS, server).run(Optional.empty(), until(all -> all.size() == 4)))
        .isInstanceOf(InterruptedException.class);
    assertThat(pieces)
        .extracting(PollResult::extent)
        .hasOnlyElementsOfType(Completeness.Contiguous.class);
    Completeness.Contiguous first = (Completeness.Contiguous) pieces.get(0).extent();
    Completeness.Contiguous last = (Completeness.Contiguous) pieces.get(3).extent();
    assertThat(last.until()).isAfter(first.until()).isBefore(Instant.now());
  }

  @Test
  void aConnectionThatDiedWithoutAWordClaimsNothingOfItsSilence() {
    server.staysOpen = true;
    server.answersPings = false;
    assertThatThrownBy(
            () -> source(SETTINGS, server).run(Optional.empty(), until(all -> all.size() == 4)))
        .isInstanceOf(InterruptedException.class);
    assertThat(pieces)
        .extracting(piece -> ((Completeness.Contiguous) piece.extent()).until())
        .containsOnly(((Completeness.Contiguous) pieces.get(0).extent()).until());
  }

  @Test
  void aDamagedMessageIsADeadLetterOnceAndTheOthersGoOn() {
    server.post(now);
    server.events.add(new FakeJetstream.Event(now + 1, "{\"did\": \"did:plc:ada\", \"time_us\""));
    server.events.add(
        new FakeJetstream.Event(
            now + 2, FakeJetstream.POST.formatted(now + 2).replace("\"text\"", "\"texts\"")));
    server.post(now + 3);
    assertThatThrownBy(
            () ->
                source(SETTINGS, server)
                    .run(Optional.empty(), until(all -> server.addresses.size() > 3)))
        .isInstanceOf(InterruptedException.class);
    assertThat(times()).containsExactly(now, now + 3);
    assertThat(
            pieces.stream()
                .flatMap(piece -> piece.records().stream())
                .map(Outgoing::topic)
                .filter("dead-letters"::equals))
        .hasSize(2);
  }

  @Test
  void aServerThatClosesWithoutAWordIsAFailure() {
    assertThatThrownBy(() -> source(SETTINGS, server).run(Optional.empty(), pieces::add))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("jetstream/sky");
  }

  @Test
  void overARealSocketEventsComeAndARefusedHandshakeIsTold() throws Exception {
    HttpSettings http = new HttpSettings(Duration.ZERO, Duration.ofSeconds(5), null, null, null);
    try (TinyWebSocketServer real =
            new TinyWebSocketServer(
                List.of(FakeJetstream.POST.formatted(now), FakeJetstream.POST.formatted(now + 1)));
        PoliteHttpClient client =
            PoliteHttpClient.create(
                allowing(http, real.address()), "mailto:test@weir.test", InstantSource.system())) {
      JetstreamSettings good =
          new JetstreamSettings("sky", "ws://" + real.address() + "/subscribe", null);
      assertThatThrownBy(
              () ->
                  source(good, connector(client))
                      .run(Optional.empty(), until(all -> times().size() == 2)))
          .isInstanceOf(InterruptedException.class);
      assertThat(times()).containsExactly(now, now + 1);
      JetstreamSettings bad =
          new JetstreamSettings("sky", "ws://" + real.address() + "/elsewhere", null);
      assertThatThrownBy(() -> source(bad, connector(client)).run(Optional.empty(), pieces::add))
          .isInstanceOf(SourceRefusedException.class)
          .hasMessageContaining("404");
    }
  }

  private static JetstreamSource.Connector connector(PoliteHttpClient client) {
    return new JetstreamSource.Connector() {
      @Override
      public WebSocket connect(String url, WebSocketListener listener) {
        return client.connect(url, listener);
      }
    };
  }

  private static HttpSettings allowing(HttpSettings settings, String address) {
    return new HttpSettings(settings.delay(), settings.timeout(), null, null, List.of(address));
  }
}
