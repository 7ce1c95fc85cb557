package dev.weir.ingest.frontier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ingest.settings.FrontierSettings;
import dev.weir.ingest.source.DeadUrls;
import dev.weir.ingest.source.FrontierIndex;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.topic.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrontierStoreTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final String URL = "http://gazette.test/a";
  private static final String DOMAIN = "gazette.test";

  @TempDir private Path folder;
  private Instant now = NOON;
  private FrontierStores stores;
  private @Nullable FrontierStore store;

  @BeforeEach
  void begin() {
    stores = stores(1000);
  }

  private FrontierStores stores(long max) {
    return new FrontierStores(folder, new FrontierSettings(null, max), () -> now);
  }

  private FrontierStore open(String topic) throws IOException {
    FrontierStore opened = stores.open(3, topic);
    store = opened;
    return opened;
  }

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
    }
    stores.close();
  }

  @Test
  void aRestartReadsTheRestAlone() throws IOException {
    FrontierStore first = open("frontier A");
    first.apply(List.of(record(finding(URL, NOON, 0))), 17);
    first.close();

    FrontierStore again = open("frontier A");

    assertThat(again.offset()).isEqualTo(17);
    assertThat(again.urls()).isEqualTo(1);
    assertThat(stores.urls()).isEqualTo(1);
    assertThat(due(again, NOON)).containsExactly(URL);
  }

  @Test
  void anIndexOfAnotherTopicIsBuiltAnew() throws IOException {
    FrontierStore first = open("frontier A");
    first.apply(List.of(record(finding(URL, NOON, 0))), 17);
    first.close();

    FrontierStore other = open("frontier B");

    assertThat(other.offset()).isZero();
    assertThat(other.get(URL)).isEmpty();
    assertThat(due(other, NOON)).isEmpty();
    assertThat(other.urls()).isZero();
  }

  @Test
  void anIndexThatMayHaveMissedDeletionsIsBuiltAnew() throws IOException {
    FrontierStore first = open("frontier A");
    first.apply(List.of(record(finding(URL, NOON, 0))), 17);
    first.close();
    now = NOON.plus(Duration.ofDays(8));

    assertThat(open("frontier A").offset()).isZero();
  }

  @Test
  void aDamagedIndexIsBuiltAnew() throws IOException {
    FrontierStore first = open("frontier A");
    first.apply(List.of(record(finding(URL, NOON, 0))), 17);
    first.close();
    try (Stream<Path> files = Files.list(folder.resolve("3"))) {
      for (Path file : files.filter(one -> one.toString().contains("MANIFEST")).toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }

    FrontierStore again = open("frontier A");

    assertThat(again.offset()).isZero();
    again.apply(List.of(record(finding(URL, NOON, 0))), 17);
    assertThat(due(again, NOON)).containsExactly(URL);
  }

  @Test
  void afterACrashTheOffsetIsThatOfWhatIsThere() throws IOException {
    stores.close();
    stores = stores(1_000_000);
    FrontierStore crashing = open("frontier A");
    int written = 60_000;
    for (int number = 0; number < written; number += 500) {
      List<FrontierRecord> records = new ArrayList<>();
      for (int i = number; i < number + 500; i++) {
        records.add(record(finding(URL + "/with/a/path/" + i, NOON, 0)));
      }
      crashing.apply(records, number + 500);
    }
    // A busy machine may not have written any of it to the disk yet.
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> holdsTable(folder.resolve("3")));
    Path copy = folder.resolve("crashed").resolve("3");
    copy(folder.resolve("3"), copy);

    try (FrontierStores others =
            new FrontierStores(
                folder.resolve("crashed"), new FrontierSettings(null, 1_000_000L), () -> now);
        FrontierStore after = others.open(3, "frontier A")) {
      int offset = (int) after.offset();
      assertThat(offset).isPositive().isLessThanOrEqualTo(written);
      assertThat(after.urls()).isEqualTo(offset);
      for (int number = 0; number < written; number += 37) {
        assertThat(after.get(URL + "/with/a/path/" + number).isPresent())
            .isEqualTo(number < offset);
      }
      assertThat(after.due(DOMAIN, NOON, written)).hasSize(offset);
    }
  }

  private static boolean holdsTable(Path index) throws IOException {
    try (Stream<Path> files = Files.list(index)) {
      return files.anyMatch(file -> file.toString().endsWith(".sst"));
    }
  }

  /** Copies what a process that is killed now would leave. */
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(one -> !one.endsWith("LOCK")).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void anIndexThatAnotherProcessHasOpenIsLeftAlone() throws IOException {
    FrontierStore first = open("frontier A");
    first.apply(List.of(record(finding(URL, NOON, 0))), 17);

    assertThatThrownBy(() -> stores.open(3, "frontier A"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Another process");
    assertThat(due(first, NOON)).containsExactly(URL);
  }

  @Test
  void whatWasNeverCommittedDoesNotReachTheDisk() throws IOException {
    FrontierStore first = open("frontier A");
    first.expect(finding(URL, NOON, 0));
    assertThat(due(first, NOON)).containsExactly(URL);
    first.close();

    assertThat(open("frontier A").get(URL)).isEmpty();
  }

  @Test
  void ownRecordsAreSeenAtOnceAndOnceTheyCameBack() throws IOException {
    FrontierStore one = open("frontier A");
    one.apply(List.of(record(finding(URL, NOON, 0))), 1);
    FrontierEntry fetched = state(URL, NOON, NOON.plusSeconds(600), 0);
    one.expect(fetched);
    assertThat(due(one, NOON.plusSeconds(60))).isEmpty();
    assertThat(due(one, NOON.plusSeconds(600))).containsExactly(URL);

    one.apply(List.of(own(fetched)), 2);

    assertThat(due(one, NOON.plusSeconds(60))).isEmpty();
    assertThat(due(one, NOON.plusSeconds(600))).containsExactly(URL);
    assertThat(one.nextDue(DOMAIN)).contains(NOON.plusSeconds(600));
  }

  @Test
  void whatIsFoundWhileAnOwnRecordIsUnderWayIsNotLost() throws IOException {
    FrontierStore one = open("frontier A");
    FrontierEntry fetched = state(URL, NOON, NOON.plusSeconds(600), 0);
    one.expect(fetched);
    one.apply(List.of(record(finding(URL, NOON.plusSeconds(5), 2))), 1);
    assertThat(due(one, NOON.plusSeconds(5))).containsExactly(URL);

    one.apply(List.of(own(fetched)), 2);

    assertThat(due(one, NOON.plusSeconds(5))).containsExactly(URL);
  }

  @Test
  void aDeadUrlLeavesAndMayBeFoundAgain() throws IOException {
    FrontierStore one = open("frontier A");
    one.apply(List.of(record(finding(URL, NOON, 0))), 1);
    FrontierEntry dead = state(URL, NOON, NOON.plus(Duration.ofDays(30)), 6);
    dead.setRedirects(List.of("http://go.test/1"));
    one.expect(dead);

    Set<String> keys = one.departure();

    assertThat(keys)
        .containsExactlyInAnyOrder(URL, "found||" + URL, "found|http://go.test/1|" + URL);
    assertThat(one.departure()).isEmpty();
    assertThat(one.get(URL)).isEmpty();
    one.apply(List.of(own(dead)), 2);
    one.apply(keys.stream().map(key -> new FrontierRecord(key, null, true)).toList(), 5);
    assertThat(one.get(URL)).isEmpty();
    assertThat(one.urls()).isZero();
    assertThat(due(one, NOON.plus(Duration.ofDays(365)))).isEmpty();
    one.apply(List.of(record(finding(URL, NOON.plusSeconds(9), 0))), 6);
    assertThat(due(one, NOON.plusSeconds(9))).containsExactly(URL);
  }

  @Test
  void aDeadUrlThatWasPublishedSleepsAndWakesWithItsRevisionAtMostOnceADay() throws IOException {
    FrontierStore one = open("frontier A");
    FrontierEntry dead = state(URL, NOON, NOON.plus(Duration.ofDays(30)), 12);
    dead.setRevision(4);
    DeadUrls.settle(dead);
    one.expect(dead);
    assertThat(one.departure()).isEmpty();
    one.apply(List.of(own(dead)), 1);
    assertThat(due(one, NOON.plus(Duration.ofDays(3650)))).isEmpty();
    one.apply(List.of(record(finding(URL, NOON.plusSeconds(9), 0))), 2);
    assertThat(due(one, NOON.plus(Duration.ofDays(2)))).isEmpty();
    one.apply(List.of(record(finding(URL, NOON.plus(Duration.ofDays(1)), 0))), 3);
    assertThat(due(one, NOON.plus(Duration.ofDays(2)))).containsExactly(URL);
    assertThat(one.get(URL).orElseThrow().getRevision()).isEqualTo(4);
  }

  @Test
  void aUrlThatAnswersStays() {
    assertThat(Departures.leaves(state(URL, NOON, NOON.plus(Duration.ofDays(30)), 0))).isFalse();
    assertThat(Departures.leaves(state(URL, NOON, NOON.plus(Duration.ofDays(30)), 5))).isFalse();
    assertThat(Departures.leaves(state(URL, NOON, NOON.plus(Duration.ofHours(6)), 119))).isFalse();
    assertThat(Departures.leaves(state(URL, NOON, NOON.plus(Duration.ofHours(6)), 120))).isTrue();
    FrontierEntry wasPage = state(URL, NOON, NOON.plus(Duration.ofDays(30)), 6);
    wasPage.setRevision(2);
    assertThat(Departures.leaves(wasPage)).isFalse();
  }

  @Test
  void aFullFrontierTakesNothingInAndSaysOfWhichDomain() throws IOException {
    stores.close();
    stores = stores(2);
    FrontierStore one = open("frontier A");
    one.apply(List.of(record(finding(URL, NOON, 0)), record(finding(URL + "b", NOON, 0))), 2);
    assertThat(one.takeFull()).isEmpty();

    one.apply(List.of(record(finding(URL + "c", NOON, 0)), record(finding(URL, NOON, 5))), 4);

    assertThat(one.takeFull()).containsExactly(DOMAIN);
    assertThat(one.takeFull()).isEmpty();
    assertThat(one.get(URL + "c")).isEmpty();
    assertThat(one.get(URL).orElseThrow().getPriority()).isEqualTo(5);
    assertThat(stores.urls()).isEqualTo(2);
  }

  @Test
  void itAnswersLikeTheFrontierInMemory() throws IOException {
    Random random = new Random(7);
    FrontierIndex plain = new FrontierIndex();
    FrontierStore one = open("frontier A");
    long offset = 0;
    for (int round = 0; round < 60; round++) {
      List<FrontierRecord> records = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        FrontierEntry entry = random(random);
        plain.accept(entry);
        records.add(record(entry));
      }
      offset += records.size();
      one.apply(records, offset);
      Instant time = NOON.plusSeconds(random.nextInt(2000));
      assertThat(one.due(DOMAIN, time, 7)).isEqualTo(plain.due(DOMAIN, time, 7));
      assertThat(one.due("herald.test", time, 100)).isEqualTo(plain.due("herald.test", time, 100));
      assertThat(one.nextDue(DOMAIN)).isEqualTo(plain.nextDue(DOMAIN));
    }
    assertThat(one.urls()).isEqualTo(plain.size());
  }

  private static FrontierEntry random(Random random) {
    String domain = random.nextBoolean() ? DOMAIN : "herald.test";
    String url = "http://" + domain + "/" + random.nextInt(100);
    Instant at = NOON.plusSeconds(random.nextInt(1000));
    FrontierEntry entry =
        random.nextBoolean()
            ? finding(url, at, random.nextInt(4) - 1)
            : state(url, at, at.plusSeconds(random.nextInt(1000)), 0);
    entry.setDomain(domain);
    if (random.nextInt(4) == 0) {
      entry.setRedirects(List.of("http://go.test/" + random.nextInt(3)));
    }
    return entry;
  }

  private static List<String> due(FrontierStore store, Instant now) {
    return store.due(DOMAIN, now, 10).stream().map(FrontierEntry::getUrl).toList();
  }

  private static FrontierRecord record(FrontierEntry entry) {
    return new FrontierRecord(Keys.frontier(entry), entry, false);
  }

  private static FrontierRecord own(FrontierEntry entry) {
    return new FrontierRecord(Keys.frontier(entry), entry, true);
  }

  private static FrontierEntry finding(String url, Instant at, int priority) {
    return FrontierEntry.newBuilder()
        .setUrl(url)
        .setDomain(DOMAIN)
        .setDiscoveredBy("feed/gazette")
        .setDiscoveredAt(at)
        .setNextFetchAt(at)
        .setPriority(priority)
        .build();
  }

  private static FrontierEntry state(String url, Instant fetched, Instant next, int failures) {
    return FrontierEntry.newBuilder(finding(url, NOON.minusSeconds(300), 0))
        .setLastFetchedAt(fetched)
        .setNextFetchAt(next)
        .setFailures(failures)
        .build();
  }
}
