package dev.weir.pollers.mastodon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.ingest.http.HttpStatusException;
import dev.weir.ingest.http.WebSocket;
import dev.weir.ingest.http.WebSocketListener;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.PollResult;
import dev.weir.pollers.FrontierLinks;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.Post;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each connection is played by a script, which runs on the socket's thread. */
class MastodonStreamSourceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FakeInstance instance = new FakeInstance();
  private final Deque<Consumer<WebSocketListener>> connections = new ArrayDeque<>();
  private final List<String> addresses = new ArrayList<>();
  private final List<Map<String, String>> headers = new ArrayList<>();
  private final List<PollResult> pieces = new ArrayList<>();
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final AtomicInteger answeredPings = new AtomicInteger();
  private volatile Duration ahead = Duration.ZERO;
  private Consumer<PollResult> watcher = piece -> {};
  private Optional<String> position = Optional.empty();

  private WebSocket connect(String url, Map<String, String> sent, WebSocketListener listener) {
    addresses.add(url);
    headers.add(sent);
    Consumer<WebSocketListener> script = connections.remove();
    Thread thread = new Thread(() -> script.accept(listener));
    thread.setDaemon(true);
    thread.start();
    return new WebSocket() {
      @Override
      public int answeredPings() {
        return answeredPings.get();
      }

      @Override
      public void close() {}

      @Override
      public void abort() {}
    };
  }

  /** Follows until the scripts are used up and a further connection is asked for. */
  private void run() {
    MastodonStreamSource source =
        new MastodonStreamSource(
            new MastodonSettings(
                "town", "http://town.test", null, Duration.ofMillis(20), null, "TOKEN"),
            "secret",
            instance,
            this::connect,
            () -> Instant.now().plus(ahead),
            new MastodonStreamSource.Retries(Duration.ofMillis(10), Duration.ofMillis(10)),
            FrontierLinks.of(List.of(), List.of()));
    assertThatThrownBy(
            () ->
                source.run(
                    position,
                    piece -> {
                      pieces.add(piece);
                      watcher.accept(piece);
                      position = piece.nextPosition().or(() -> position);
                    }))
        .isInstanceOf(NoSuchElementException.class);
  }

  private List<Post> posts() {
    return pieces.stream()
        .flatMap(piece -> piece.records().stream())
        .filter(record -> record.topic().equals("posts"))
        .map(record -> (Post) record.value())
        .toList();
  }

  private static String message(String event, String payload) {
    return JSON.createObjectNode().put("event", event).put("payload", payload).toString();
  }

  private String status(String id) {
    return instance.timeline.stream()
        .filter(toot -> toot.id().equals(id))
        .findFirst()
        .orElseThrow()
        .json();
  }

  @Test
  void whatArrivesIsReadAsItComesWhereverItLies() {
    instance.post("1", start);
    instance.post("2", start);
    connections.add(
        listener -> {
          listener.opened();
          instance.post("3", start);
          listener.text(message("update", status("3")));
          String late = instance.postBehind(3, start.minusSeconds(7200));
          listener.text(message("update", status(late)));
          listener.closed(1000, "bye");
        });
    run();
    assertThat(posts()).hasSize(4);
    assertThat(addresses.get(0)).isEqualTo("ws://town.test/api/v1/streaming?stream=public");
    assertThat(headers.get(0))
        .containsEntry("Authorization", "Bearer secret")
        .containsEntry("Sec-WebSocket-Protocol", "secret");
  }

  @Test
  void whatArrivesWhileManyPagesAreReadDoesNotWaitForTheLastOfThem() {
    instance.post("before", start);
    connections.add(
        listener -> {
          listener.opened();
          listener.closed(1000, "bye");
        });
    AtomicReference<WebSocketListener> stream = new AtomicReference<>();
    connections.add(
        listener -> {
          for (int missed = 1; missed <= 300; missed++) {
            instance.post("missed-" + missed, start);
          }
          stream.set(listener);
          listener.opened();
        });
    AtomicInteger pages = new AtomicInteger();
    instance.meanwhile =
        () -> {
          if (stream.get() != null) {
            String id = instance.post("new-" + pages.incrementAndGet(), start);
            stream.get().text(message("update", status(id)));
          }
        };
    List<String> order = new ArrayList<>();
    watcher =
        piece -> {
          posts().stream().skip(order.size()).forEach(post -> order.add(name(post)));
          if (stream.get() != null && order.contains("missed-300")) {
            stream.getAndSet(null).closed(1000, "bye");
          }
        };
    run();
    assertThat(order.indexOf("new-1")).isBetween(0, order.indexOf("missed-300"));
    assertThat(order)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            instance.timeline.stream().map(FakeInstance.Toot::id).toList());
  }

  private static String name(Post post) {
    return post.getId().replace("https://town.test/", "");
  }

  @Test
  void editsAndDeletionsOfWhatWasReadAreSeen() {
    instance.post("1", start);
    connections.add(
        listener -> {
          listener.opened();
          String edited = "\"edited_at\": \"" + start.plusSeconds(9) + "\"";
          listener.text(
              message("status.update", status("1").replace("\"edited_at\": null", edited)));
          listener.text(message("delete", "1"));
          listener.closed(1000, "bye");
        });
    run();
    assertThat(posts())
        .extracting(Post::getOperation)
        .containsExactly("CREATE", "UPDATE", "DELETE");
    assertThat(posts()).extracting(Post::getId).containsOnly("https://town.test/1");
    assertThat(posts().get(2).getVersion()).isEqualTo(start + ":delete");
    assertThat(posts().get(2).getText()).isNull();
  }

  @Test
  void aStatusThatAPageShowsAsEditedStillComesAsItWasWritten() {
    instance.post("1", start);
    connections.add(
        listener -> {
          instance.post("2", start);
          String written = message("update", status("2"));
          instance.edit("2", start, start.plusSeconds(9));
          listener.opened();
          listener.text(written);
          listener.text(written);
          listener.closed(1000, "bye");
        });
    run();
    assertThat(posts())
        .filteredOn(post -> post.getId().equals("https://town.test/2"))
        .extracting(Post::getOperation)
        .containsExactlyInAnyOrder("CREATE", "UPDATE");
  }

  @Test
  void whatABrokenConnectionMissedIsPolledAndNothingComesTwice() {
    instance.post("1", start);
    connections.add(
        listener -> {
          listener.opened();
          instance.post("2", start);
          listener.text(message("update", status("2")));
          listener.failed(new IOException("reset"));
        });
    connections.add(
        listener -> {
          instance.postBehind(1, start.minusSeconds(60));
          instance.post("4", start);
          listener.opened();
          listener.text(message("update", status("4")));
          listener.closed(1000, "bye");
        });
    run();
    assertThat(posts()).hasSize(4);
    assertThat(posts()).extracting(Post::getId).doesNotHaveDuplicates();
    assertThat(pieces).noneMatch(piece -> piece.extent() instanceof Completeness.Gap);
  }

  @Test
  void aClaimReachesToWhatWasHeardAndSaysWhereTheStreamWasAway() {
    instance.post("1", start);
    instance.post("2", start);
    for (int i = 0; i < 2; i++) {
      connections.add(
          listener -> {
            listener.opened();
            String id = instance.post(start);
            listener.text(message("update", status(id)));
            listener.closed(1000, "bye");
          });
    }
    run();
    List<Completeness.Contiguous> claims =
        pieces.stream()
            .map(PollResult::extent)
            .filter(Completeness.Contiguous.class::isInstance)
            .map(Completeness.Contiguous.class::cast)
            .toList();
    assertThat(claims).anyMatch(claim -> claim.limits().isEmpty() && claim.until().isAfter(start));
    assertThat(claims)
        .anyMatch(claim -> claim.limits().filter(text -> text.contains("was away")).isPresent());
  }

  private List<Instant> claims() {
    return pieces.stream()
        .map(PollResult::extent)
        .filter(Completeness.Contiguous.class::isInstance)
        .map(Completeness.Contiguous.class::cast)
        .filter(claim -> claim.limits().isEmpty())
        .map(Completeness.Contiguous::until)
        .toList();
  }

  @Test
  void whileMessagesWaitUnreadNoTimeIsClaimedThatHasPassedMeanwhile() {
    instance.post("1", start);
    CountDownLatch slept = new CountDownLatch(1);
    connections.add(
        listener -> {
          listener.opened();
          for (int i = 0; i < 700; i++) {
            listener.text(message("delete", "x" + i));
          }
          answeredPings.set(1);
          await(slept);
          listener.closed(1000, "bye");
        });
    watcher =
        piece -> {
          if (!piece.records().isEmpty() && posts().size() > 1) {
            // Publishing took an hour, and no ping was answered since.
            ahead = ahead.plus(Duration.ofHours(1));
            slept.countDown();
          }
        };
    run();
    assertThat(posts()).hasSize(701);
    assertThat(claims()).isNotEmpty().allMatch(until -> until.isBefore(start.plusSeconds(1800)));
  }

  @Test
  void silenceCountsAsFarAsAnsweredPingsProveIt() {
    instance.post("1", start);
    CountDownLatch proven = new CountDownLatch(1);
    connections.add(
        listener -> {
          listener.opened();
          await(proven);
          listener.closed(1000, "bye");
        });
    watcher =
        piece -> {
          answeredPings.incrementAndGet();
          ahead = ahead.plus(Duration.ofMinutes(1));
          boolean late =
              piece.extent() instanceof Completeness.Contiguous extent
                  && extent.until().isAfter(start.plusSeconds(120));
          if (late) {
            proven.countDown();
          }
        };
    run();
    Instant now = Instant.now().plus(ahead);
    assertThat(claims()).anyMatch(until -> until.isAfter(start.plusSeconds(120)));
    assertThat(claims()).allMatch(until -> until.isBefore(now.minusSeconds(60)));
  }

  /** Goes on after a while in any case, so that the connection ends and the test can fail. */
  private static void await(CountDownLatch latch) {
    try {
      var ignored = latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aServerThatIgnoresMinIdDoesNotKeepTheStreamFromBeingRead() {
    for (int i = 0; i < 60; i++) {
      instance.post(start);
    }
    instance.ignoresMinId = true;
    for (int i = 0; i < 3; i++) {
      String id = "streamed-" + i;
      connections.add(
          listener -> {
            listener.opened();
            listener.text(message("update", status(instance.post(id, start))));
            listener.closed(1000, "bye");
          });
    }
    run();
    assertThat(posts())
        .extracting(Post::getId)
        .doesNotHaveDuplicates()
        .contains(
            "https://town.test/streamed-0",
            "https://town.test/streamed-1",
            "https://town.test/streamed-2");
    assertThat(pieces)
        .extracting(PollResult::extent)
        .anyMatch(
            extent ->
                extent instanceof Completeness.Unknown unknown
                    && unknown.reason().contains("could not be polled"))
        .noneMatch(
            extent ->
                extent instanceof Completeness.Contiguous claim
                    && claim.limits().filter(text -> text.contains("was away")).isPresent());
  }

  @Test
  void aServerWhosePagesFailDoesNotKeepTheStreamFromBeingReadAndIsAskedAgainSoon() {
    CountDownLatch read = new CountDownLatch(1);
    instance.post("1", start);
    connections.add(
        listener -> {
          listener.opened();
          listener.closed(1000, "bye");
        });
    connections.add(
        listener -> {
          for (int i = 0; i < 3; i++) {
            instance.answersInStead.add(FakeInstance.status(503, "{}", Map.of()));
          }
          instance.post("missed", start);
          listener.opened();
          listener.text(message("update", status(instance.post("2", start))));
          await(read);
          listener.closed(1000, "bye");
        });
    watcher =
        piece -> {
          if (posts().size() == 3) {
            read.countDown();
          }
        };
    run();
    assertThat(posts())
        .extracting(Post::getId)
        .containsExactlyInAnyOrder(
            "https://town.test/1", "https://town.test/2", "https://town.test/missed");
    assertThat(pieces)
        .extracting(PollResult::extent)
        .hasAtLeastOneElementOfType(Completeness.Unknown.class);
  }

  @Test
  void aLateStatusIsFoundEvenWhenPagesFailForLongerThanTheHorizon() {
    List<CountDownLatch> stored =
        List.of(new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1));
    CountDownLatch read = new CountDownLatch(1);
    connections.add(
        listener -> {
          listener.opened();
          for (int batch = 0; batch < 3; batch++) {
            ahead = Duration.ofMinutes(2L * batch);
            for (int i = 0; i < 50; i++) {
              String id = batch + "-" + i;
              instance.post(id, start.minusSeconds(1000).plusSeconds(50L * batch + i));
              listener.text(message("update", status(id)));
            }
            await(stored.get(batch));
          }
          listener.closed(1000, "bye");
        });
    connections.add(
        listener -> {
          for (int i = 0; i < 3; i++) {
            instance.answersInStead.add(FakeInstance.status(503, "{}", Map.of()));
          }
          instance.postBehind(60, start.minusSeconds(900));
          listener.opened();
          await(read);
          listener.closed(1000, "bye");
        });
    watcher =
        piece -> {
          int posts = posts().size();
          if (piece.nextPosition().isPresent() && posts > 0 && posts % 50 == 0) {
            stored.get(posts / 50 - 1).countDown();
          }
          if (piece.extent() instanceof Completeness.Unknown) {
            ahead = Duration.ofMinutes(20);
          }
          if (posts == 151) {
            read.countDown();
          }
        };
    run();
    assertThat(posts()).hasSize(151);
  }

  @Test
  void whereTheStreamIsNotGrantedTheTimelineIsPolled() {
    instance.post("1", start);
    connections.add(
        listener ->
            listener.failed(new HttpStatusException(401, Optional.empty(), "ws://town.test")));
    connections.add(
        listener -> {
          instance.post("2", start);
          listener.failed(new IOException("no route"));
        });
    run();
    assertThat(posts()).hasSize(2);
  }

  @Test
  void anAddressOfAnotherDomainDoesNotGetTheToken() {
    for (String stated : List.of("wss://evil.test", "wss://streaming.town.test")) {
      instance.answersInStead.add(
          FakeInstance.success(
              "{\"configuration\": {\"urls\": {\"streaming\": \"" + stated + "\"}}}", Map.of()));
      connections.add(listener -> listener.failed(new IOException("enough")));
      run();
    }
    assertThat(addresses)
        .contains(
            "ws://town.test/api/v1/streaming?stream=public",
            "wss://streaming.town.test/api/v1/streaming?stream=public")
        .noneMatch(address -> address.contains("evil"));
  }

  @Test
  void aMessageThatCannotBeReadIsADeadLetter() {
    connections.add(
        listener -> {
          listener.opened();
          listener.text("{\"event\": \"update\", \"payload\": \"{\"");
          listener.closed(1000, "bye");
        });
    run();
    assertThat(pieces.stream().flatMap(piece -> piece.records().stream()))
        .singleElement()
        .satisfies(
            record ->
                assertThat(((DeadLetter) record.value()).getErrorType())
                    .isEqualTo("malformed-json"));
  }
}
