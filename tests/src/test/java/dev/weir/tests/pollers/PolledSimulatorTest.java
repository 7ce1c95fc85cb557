package dev.weir.tests.pollers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.settings.HttpSettings;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.StreamSource;
import dev.weir.pollers.FrontierLinks;
import dev.weir.pollers.bluesky.JetstreamSettings;
import dev.weir.pollers.bluesky.JetstreamSource;
import dev.weir.pollers.mastodon.MastodonSettings;
import dev.weir.pollers.mastodon.MastodonStreamSource;
import dev.weir.pollers.mastodon.MastodonTimelineSource;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.Link;
import dev.weir.schemas.record.Post;
import dev.weir.simulator.fault.FaultSettings;
import dev.weir.simulator.oracle.Oracle;
import dev.weir.simulator.oracle.Oracle.PostIdentity;
import dev.weir.simulator.oracle.OracleWriter;
import dev.weir.simulator.oracle.Witness;
import dev.weir.simulator.server.SimulatorServer;
import dev.weir.simulator.server.SimulatorSources;
import dev.weir.simulator.world.WorldSettings;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The pollers' sources against the simulator, without a broker: what was served is what they hand
 * over, field by field, and each gap that was made is told.
 */
class PolledSimulatorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant EPOCH = Instant.parse("2026-03-01T12:00:00Z");
  private static final FrontierLinks NO_FRONTIER = FrontierLinks.of(List.of(), List.of());

  /** When the world begins by the machine's clock; it stands still until its readers are there. */
  private volatile Instant begin = Instant.MAX;

  private final InstantSource clock = this::now;

  /**
   * The simulator's items appear up to so much after the time that the oracle gives them: a tick,
   * and on a busy machine a late one.
   */
  private static final Duration TICK = Duration.ofSeconds(2);

  private final Set<String> ready = ConcurrentHashMap.newKeySet();
  private final Map<PostIdentity, Post> posts = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<DeadLetter> letters = new ConcurrentLinkedQueue<>();
  private final Map<String, List<Completeness.Gap>> gaps = new ConcurrentHashMap<>();

  @Test
  @Timeout(180)
  void withAllFaultsOnWhatWasServedIsWhatTheSourcesHandOver() throws Exception {
    StringWriter lines = new StringWriter();
    OracleWriter writer = new OracleWriter(lines);
    WorldSettings world =
        new WorldSettings(
            11, EPOCH, 250, 4000, FaultSettings.parse("all,time-out=0.003,outage=3000,clamp=3600"));
    try (SimulatorServer server =
            SimulatorServer.start(0, world, writer, new Witness(writer), clock);
        PoliteHttpClient client = client(server.port())) {
      List<Thread> sources = new ArrayList<>();
      sources.add(new Thread(() -> poll(timeline("town", client)), "town"));
      sources.add(new Thread(() -> follow(streamed("fedi", client)), "fedi"));
      sources.add(new Thread(() -> follow(stream(client)), "sky"));
      sources.forEach(Thread::start);
      patiently().until(() -> ready.size() == 1 && isFollowed(state(server)));
      begin = Instant.now();
      patiently().untilAsserted(() -> assertThat(unread(state(server))).isEmpty());
      patiently().untilAsserted(() -> assertThat(missing(oracle(lines, writer))).isEmpty());
      for (Thread source : sources) {
        source.interrupt();
        source.join();
      }
    }
    Oracle oracle = oracle(lines, writer);

    assertPosts(oracle);
    assertDeadLetters(oracle);
    assertGaps(oracle);
    assertThat(oracle.faults())
        .containsKeys("rate-limit", "server-error", "truncated", "outage", "clamp")
        .containsKeys("re-sent", "stream-disconnect");
  }

  private void assertPosts(Oracle oracle) {
    Map<PostIdentity, Oracle.Post> expected = new HashMap<>();
    oracle.posts().forEach(post -> post.unknown().ifPresent(name -> expected.put(name, post)));
    oracle.posts().forEach(post -> expected.put(post.identity(), post));

    assertThat(missing(oracle)).isEmpty();
    assertThat(expected.keySet()).containsAll(posts.keySet());
    assertThat(posts).hasSizeGreaterThan(2000);
    posts.forEach((identity, post) -> assertSame(expected.get(identity), identity, post));
  }

  /**
   * What was served, is not withdrawn, and has not been handed over: under its identity, or as the
   * deletion of a post that was never read.
   */
  private List<Oracle.Post> missing(Oracle oracle) {
    return oracle.posts().stream()
        .filter(post -> !post.withdrawn() && !posts.containsKey(post.identity()))
        .filter(post -> post.unknown().filter(posts::containsKey).isEmpty())
        .toList();
  }

  private static void assertSame(Oracle.Post expected, PostIdentity identity, Post post) {
    assertThat(post.getOperation()).isEqualTo(expected.operation());
    assertThat(post.getEventTime())
        .isEqualTo(expected.isTimedByItsReader() ? post.getObservedAt() : expected.eventTime());
    if (identity.equals(expected.identity())) {
      assertThat(post.getAuthorId()).isEqualTo(expected.author());
    }
    if (!expected.operation().equals("DELETE")) {
      assertThat(Optional.ofNullable(post.getLanguage())).isEqualTo(expected.language());
      assertThat(post.getTags()).isEqualTo(expected.tags());
      assertThat(post.getLinks())
          .extracting(Link::getCanonicalUrl)
          .containsExactlyInAnyOrderElementsOf(
              expected.links().stream().map(Oracle.Link::normalized).distinct().toList());
    }
  }

  private void assertDeadLetters(Oracle oracle) {
    List<String> expected =
        oracle.malformed().stream().filter(item -> !item.withdrawn()).map(this::letterOf).toList();

    assertThat(expected)
        .isNotEmpty()
        .isEqualTo(
            oracle.malformed().stream()
                .filter(item -> !item.withdrawn())
                .map(item -> item.source() + " " + item.errorType())
                .toList());
  }

  private String letterOf(Oracle.Malformed item) {
    return letters.stream()
        .filter(
            letter ->
                StandardCharsets.UTF_8
                    .decode(letter.getRaw().duplicate())
                    .toString()
                    .contains(item.marker()))
        .map(letter -> letter.getSource() + " " + letter.getErrorType())
        .findFirst()
        .orElse("no letter with " + item.marker());
  }

  private void assertGaps(Oracle oracle) {
    assertThat(oracle.gaps()).isNotEmpty();
    assertThat(gaps.keySet())
        .containsExactlyInAnyOrderElementsOf(
            oracle.gaps().stream().map(Oracle.Gap::source).distinct().toList());
    for (Oracle.Gap gap : oracle.gaps()) {
      assertThat(gaps.get(gap.source()))
          .as(gap.toString())
          .anyMatch(
              told ->
                  !told.from().minus(TICK).isAfter(gap.from())
                      && !told.until().plus(TICK).isBefore(gap.until()));
    }
  }

  private void poll(MastodonTimelineSource source) {
    Optional<String> position = Optional.empty();
    try {
      while (true) {
        long pause = 50;
        try {
          PollResult result = source.poll(PollRequest.of(position, clock.instant()));
          take(source.id(), result);
          ready.add(source.id());
          position = result.nextPosition().isPresent() ? result.nextPosition() : position;
          pause = pause(result.next());
        } catch (IOException e) {
          // A fault: it is polled again from where it stood.
        }
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isFollowed(JsonNode state) {
    return state.path("subscribers").asInt() == 1 && state.path("streaming").asInt() == 1;
  }

  private void follow(StreamSource source) {
    String[] position = new String[1];
    try {
      while (true) {
        try {
          source.run(
              Optional.ofNullable(position[0]),
              piece -> {
                take(source.id(), piece);
                piece.nextPosition().ifPresent(next -> position[0] = next);
              });
        } catch (IOException e) {
          // It is down: it is connected again.
        }
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(String source, PollResult result) {
    result
        .records()
        .forEach(
            record -> {
              if (record.value() instanceof Post post) {
                posts.putIfAbsent(
                    new PostIdentity(post.getNetwork(), post.getId(), post.getVersion()), post);
              } else if (record.value() instanceof DeadLetter letter) {
                letters.add(letter);
              }
            });
    if (result.extent() instanceof Completeness.Gap gap) {
      gaps.computeIfAbsent(source, unused -> new ArrayList<>()).add(gap);
    }
  }

  private static long pause(Next next) {
    if (next instanceof Next.After after) {
      return after.delay().toMillis();
    }
    return next instanceof Next.Immediately ? 0 : 50;
  }

  private Instant now() {
    return begin.equals(Instant.MAX)
        ? EPOCH.minusSeconds(1)
        : EPOCH.plus(Duration.between(begin, Instant.now()));
  }

  private static JsonNode state(SimulatorServer server) throws IOException {
    return JSON.readTree(server.state());
  }

  /** What the simulator has not served yet, by source. */
  private static Map<String, Long> unread(JsonNode state) {
    Map<String, Long> unread = new TreeMap<>();
    for (String source : List.of("mastodon/town", "mastodon/fedi", "jetstream/sky")) {
      unread.put(source, state.path("pending").path(source).asLong());
    }
    unread.put("to come", state.path("total").asLong() - state.path("produced").asLong());
    unread.values().removeIf(count -> count == 0);
    return unread;
  }

  private static Oracle oracle(StringWriter lines, OracleWriter writer) throws IOException {
    writer.flush();
    return Oracle.of(lines.toString().lines().toList());
  }

  private static ConditionFactory patiently() {
    return Awaitility.await().atMost(Duration.ofSeconds(120));
  }

  private PoliteHttpClient client(int port) {
    String address = "127.0.0.1:" + port;
    HttpSettings settings =
        new HttpSettings(
            Duration.ZERO,
            Duration.ofSeconds(3),
            null,
            Map.of("*.test", address),
            List.of(address));
    return PoliteHttpClient.create(settings, "mailto:test@weir.test", clock);
  }

  private MastodonTimelineSource timeline(String name, PoliteHttpClient client) {
    MastodonSettings settings =
        new MastodonSettings(
            name, "http://" + name + ".test", "public", Duration.ofSeconds(1), null, null);
    return new MastodonTimelineSource(
        settings, Optional.empty(), client::fetch, clock, NO_FRONTIER);
  }

  private MastodonStreamSource streamed(String name, PoliteHttpClient client) {
    MastodonSettings settings =
        new MastodonSettings(
            name,
            "http://" + name + ".test",
            "public",
            Duration.ofSeconds(1),
            null,
            SimulatorSources.TOKEN_ENV);
    return new MastodonStreamSource(
        settings,
        SimulatorSources.TOKEN,
        client::fetch,
        client::connect,
        clock,
        new MastodonStreamSource.Retries(Duration.ofMillis(300), Duration.ofSeconds(1)),
        NO_FRONTIER);
  }

  private JetstreamSource stream(PoliteHttpClient client) {
    return new JetstreamSource(
        new JetstreamSettings("sky", "ws://sky.test/subscribe", null),
        client::connect,
        clock,
        Duration.ofMillis(100),
        NO_FRONTIER);
  }
}
