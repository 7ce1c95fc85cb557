package dev.weir.pollers.mastodon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ingest.settings.SiteSettings;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.Positions;
import dev.weir.ingest.source.SourceRefusedException;
import dev.weir.pollers.FrontierLinks;
import dev.weir.pollers.mastodon.TimelinePosition.Mark;
import dev.weir.pollers.mastodon.TimelinePosition.Seen;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.record.Post;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MastodonTimelineSourceTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private static final Duration HORIZON = Duration.ofMinutes(10);

  private final FakeInstance instance = new FakeInstance();
  private final FrontierLinks frontier =
      FrontierLinks.of(List.of(new SiteSettings("gazette.test", null, null)), List.of("go.test"));
  private final MastodonTimelineSource source = source("public", Optional.of("secret"));
  private final List<Completeness> extents = new ArrayList<>();
  private final List<Outgoing> published = new ArrayList<>();
  private Instant now = START;
  private Optional<String> position = Optional.empty();

  private Instant now() {
    return now;
  }

  private MastodonTimelineSource source(String timeline, Optional<String> token) {
    return new MastodonTimelineSource(
        new MastodonSettings("town", "http://town.test/", timeline, null, HORIZON, null),
        token,
        instance,
        () -> now(),
        frontier);
  }

  private PollResult poll() throws IOException, InterruptedException {
    PollResult result = source.poll(PollRequest.of(position, now));
    position = result.nextPosition().or(() -> position);
    published.addAll(result.records());
    extents.add(result.extent());
    return result;
  }

  private PollResult pollToTheEnd() throws IOException, InterruptedException {
    PollResult result = poll();
    for (int i = 0; i < 1000 && result.next() instanceof Next.Immediately; i++) {
      result = poll();
    }
    return result;
  }

  private void pollForAHorizon() throws IOException, InterruptedException {
    for (int i = 0; i < 45; i++) {
      later(15);
      pollToTheEnd();
    }
  }

  private void later(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private static Completeness wholeUntil(Instant time, String position) {
    return Completeness.contiguous(
        time,
        position,
        "polled: deletions are not seen, nor edits and arrivals more than 10m after a status was written");
  }

  private List<String> postsPublished() {
    return published.stream()
        .filter(record -> record.topic().equals("posts"))
        .map(record -> ((Post) record.value()).getId().replace("https://town.test/", ""))
        .toList();
  }

  private List<String> fill(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(instance.post(now));
    }
    return ids;
  }

  @Test
  void theFirstPollStartsAtTheNewestPage() throws Exception {
    List<String> ids = fill(100);
    PollResult result = poll();
    assertThat(postsPublished()).isEqualTo(ids.subList(60, 100));
    assertThat(result.extent()).isEqualTo(wholeUntil(START, ids.get(99)));
    assertThat(result.next()).isEqualTo(Next.interval());
    assertThat(instance.requests.get(0).url())
        .isEqualTo("http://town.test/api/v1/timelines/public?limit=40");
    assertThat(instance.requests.get(0).headers()).containsEntry("Authorization", "Bearer secret");
  }

  @Test
  void aBurstOfSeveralPagesIsWalkedForwardPageByPage() throws Exception {
    List<String> ids = fill(5);
    poll();
    later(60);
    ids.addAll(fill(130));
    PollResult first = poll();
    assertThat(first.extent()).isEqualTo(Completeness.pending());
    assertThat(first.next()).isEqualTo(Next.immediately());
    assertThat(first.records()).hasSize(36);
    PollResult last = pollToTheEnd();
    assertThat(last.extent()).isEqualTo(wholeUntil(START, ids.get(ids.size() - 1)));
    assertThat(postsPublished()).isEqualTo(ids);
  }

  @Test
  void aQuietTimelineIsWholeUpToAHorizonAgoByOneRequest() throws Exception {
    fill(5);
    poll();
    later(1500);
    PollResult quiet = poll();
    assertThat(quiet.records()).isEmpty();
    assertThat(quiet.extent())
        .isInstanceOfSatisfying(
            Completeness.Contiguous.class,
            extent -> {
              assertThat(extent.until()).isEqualTo(now.minus(HORIZON));
              assertThat(extent.limits()).get().asString().contains("deletions are not seen");
            });
    assertThat(instance.requests).hasSize(2);
  }

  @Test
  void aTimelineThatBeginsEmptyLosesNothing() throws Exception {
    poll();
    later(5);
    List<String> ids = new ArrayList<>(fill(1));
    poll();
    later(5);
    ids.addAll(fill(90));
    PollResult end = pollToTheEnd();
    assertThat(end.extent()).isInstanceOf(Completeness.Contiguous.class);
    assertThat(postsPublished()).isEqualTo(ids);
  }

  @Test
  void aBurstAfterAnEmptyStartLosesNothing() throws Exception {
    poll();
    later(5);
    List<String> ids = fill(90);
    pollToTheEnd();
    assertThat(postsPublished()).isEqualTo(ids);
  }

  @Test
  void theDeletionOfTheNewestIsNoGap() throws Exception {
    List<String> ids = fill(10);
    poll();
    instance.delete(ids.get(9));
    instance.delete(ids.get(8));
    later(5);
    assertThat(pollToTheEnd().extent()).isInstanceOf(Completeness.Contiguous.class);
    ids.addAll(fill(3));
    later(5);
    assertThat(pollToTheEnd().extent()).isInstanceOf(Completeness.Contiguous.class);
    assertThat(postsPublished()).isEqualTo(ids);
  }

  @Test
  void anInstanceThatKeepsOnlySoManyLeavesAGapUpToTheOldestKept() throws Exception {
    List<String> ids = fill(10);
    poll();
    later(60);
    fill(50);
    later(60);
    List<String> kept = fill(60);
    instance.keep(60);
    later(60);
    PollResult first = poll();
    assertThat(first.extent())
        .isEqualTo(
            Completeness.gap(
                START,
                START.plusSeconds(120),
                "source no longer has the items since " + ids.get(9),
                ids.get(9),
                kept.get(0)));
    assertThat(pollToTheEnd().extent()).isInstanceOf(Completeness.Contiguous.class);
    assertThat(postsPublished()).isEqualTo(join(ids, kept));
  }

  @Test
  void anOutageInTheMiddleOfAWalkIsAGap() throws Exception {
    fill(5);
    poll();
    later(60);
    fill(130);
    assertThat(poll().extent()).isEqualTo(Completeness.pending());
    later(60);
    fill(60);
    instance.keep(30);
    pollToTheEnd();
    assertThat(extents).hasAtLeastOneElementOfType(Completeness.Gap.class);
  }

  @Test
  void aServerThatKnowsNoneOfOurIdsLeavesAGap() throws Exception {
    fill(10);
    poll();
    instance.rebuild();
    later(60);
    fill(5);
    PollResult result = poll();
    assertThat(result.extent())
        .isInstanceOfSatisfying(
            Completeness.Gap.class, gap -> assertThat(gap.from()).isEqualTo(START));
    later(5);
    assertThat(pollToTheEnd().extent()).isInstanceOf(Completeness.Contiguous.class);
  }

  @Test
  void aPageThatComesAgainNeitherLoopsNorCountsAsTheEnd() throws Exception {
    List<String> ids = fill(5);
    poll();
    later(5);
    ids.addAll(fill(100));
    poll();
    instance.repeatsPages = true;
    PollResult repeated = poll();
    assertThat(repeated.records()).isEmpty();
    assertThat(repeated.extent()).isEqualTo(Completeness.pending());
    assertThat(repeated.next()).isEqualTo(Next.interval());
    instance.repeatsPages = false;
    pollToTheEnd();
    assertThat(postsPublished()).isEqualTo(ids);
  }

  @Test
  void aServerThatRepeatsManyPagesForAWhileLosesNoLateStatus() throws Exception {
    fill(300);
    poll();
    pollToTheEnd();
    Set<String> late = new HashSet<>();
    for (int step = 0; step < 40; step++) {
      later(15);
      fill(45);
      if (step == 20) {
        late.add(instance.postBehind(200, now.minusSeconds(60)));
      }
      instance.repeatsPages = true;
      for (int again = 0; again < TimelineReader.MAX_STALLED - 1; again++) {
        poll();
        later(1);
      }
      instance.repeatsPages = false;
      // Every second round is caught by the next repetitions in its middle.
      if (step % 2 == 0) {
        poll();
        poll();
      } else {
        pollToTheEnd();
      }
    }
    pollForAHorizon();
    assertThat(postsPublished()).containsAll(late);
    assertThat(extents).noneMatch(Completeness.Unknown.class::isInstance);
  }

  @Test
  void aServerThatIgnoresMinIdIsReadByItsNewestPageAndNothingBehindThatIsClaimed()
      throws Exception {
    List<String> ids = fill(30);
    poll();
    instance.ignoresMinId = true;
    extents.clear();
    for (int step = 0; step < 60; step++) {
      later(15);
      ids.addAll(fill(3));
      pollToTheEnd();
    }
    assertThat(postsPublished()).isEqualTo(ids);
    assertThat(extents)
        .noneMatch(extent -> extent instanceof Completeness.Contiguous)
        .filteredOn(Completeness.Unknown.class::isInstance)
        .hasSizeGreaterThan(50);
    later(15);
    fill(100);
    pollToTheEnd();
    later(15);
    pollToTheEnd();
    assertThat(extents).hasAtLeastOneElementOfType(Completeness.Gap.class);
    assertThat(instance.requests.size()).isLessThan(62 * 4);
  }

  @Test
  void theDeletionOfTheStatusAtWhichAWalkWasToEndDoesNotKeepItGoing() throws Exception {
    fill(40);
    poll();
    // The timeline moves on while it is read, so that no page is ever empty.
    instance.meanwhile =
        () -> {
          later(1);
          fill(3);
        };
    for (int step = 0; step < 60; step++) {
      later(15);
      fill(45);
      deleteMarks();
      PollResult end = pollToTheEnd();
      assertThat(end.extent()).isInstanceOf(Completeness.Contiguous.class);
    }
    Completeness.Contiguous last = (Completeness.Contiguous) extents.get(extents.size() - 1);
    assertThat(last.until()).isAfter(now.minus(HORIZON).minusSeconds(180));
    assertThat(instance.requests.size()).isLessThan(60 * 15);
  }

  /** Deletes the statuses that the position names as marks, but for the newest. */
  private void deleteMarks() {
    Pattern mark = Pattern.compile("\"id\":\"([^\"]+)\"");
    List<String> ids =
        mark.matcher(position.orElseThrow()).results().map(match -> match.group(1)).toList();
    ids.subList(0, ids.size() - 1).forEach(instance::delete);
  }

  @Test
  void ofMoreStatusesThanCanBeRememberedTheStretchThatCannotBeReadAgainIsUnknown()
      throws Exception {
    List<String> ids = fill(19_960);
    Timeline timeline = new Timeline(TimelinePosition.none(now));
    timeline.add(0, ids.stream().map(id -> new Seen(id, "", START)).toList());
    for (int place : List.of(0, 10_000, 19_900)) {
      Instant read = START.minusSeconds(599).plusSeconds(place / 40);
      timeline.mark(new Mark(read, ids.get(place), read), HORIZON);
    }
    position =
        Optional.of(
            Positions.write(
                new TimelinePosition(
                    timeline.marks(),
                    timeline.packed(),
                    null,
                    null,
                    1,
                    START.minus(HORIZON),
                    START,
                    null,
                    0,
                    "")));
    later(1);
    List<String> more = fill(80);
    pollToTheEnd();
    assertThat(postsPublished()).isEqualTo(more);
    assertThat(extents)
        .contains(
            Completeness.unknown(
                START.minusSeconds(349),
                "more than 20000 statuses within the horizon: those that arrive late are not all found"));
    assertThat(position.orElseThrow().length()).isLessThan(200_000);
  }

  @Test
  void aStatusOfAnotherServerThatArrivesBehindTheNewestIsReadAndCountsBeforeTheClaim()
      throws Exception {
    List<String> ids = fill(30);
    poll();
    for (int step = 1; step <= 60; step++) {
      later(15);
      ids.addAll(fill(2));
      ids.add(instance.postBehind(20, now.minusSeconds(150)));
      pollToTheEnd();
    }
    pollForAHorizon();
    assertThat(postsPublished()).doesNotHaveDuplicates();
    ids.removeAll(postsPublished());
    assertThat(ids).isEmpty();
  }

  @Test
  void onABusyTimelineNoStatusThatIsLateWithinTheHorizonIsLostAndTheBudgetIsKept()
      throws Exception {
    FederatedTimeline town = new FederatedTimeline(new Random(7), instance, 2);
    Instant claimed = START;
    town.runUntil(now);
    poll();
    for (int step = 0; step < 240; step++) {
      later(15);
      town.runUntil(now);
      PollResult end = pollToTheEnd();
      Completeness.Contiguous extent = (Completeness.Contiguous) end.extent();
      List<String> due = town.arrivedInTime(claimed, extent.until());
      due.removeAll(new HashSet<>(postsPublished()));
      assertThat(due).isEmpty();
      claimed = extent.until();
    }
    assertThat(claimed).isAfter(now.minus(HORIZON).minusSeconds(60));
    assertThat(postsPublished()).doesNotHaveDuplicates();
    assertThat(town.arrivals()).isGreaterThan(5000);
    // 300 requests in 5 minutes is what an instance grants.
    assertThat(instance.requests.size()).isLessThan(240 * 15);
    assertThat(position.orElseThrow().length()).isLessThan(40_000);
  }

  @Test
  void anOutageBeforeAnythingWasKnownIsNoClaim() throws Exception {
    poll();
    later(600);
    fill(90);
    instance.keep(30);
    pollToTheEnd();
    assertThat(extents.get(0)).isEqualTo(wholeUntil(START, ""));
    assertThat(extents.get(1))
        .isEqualTo(
            Completeness.unknown(
                START.plusSeconds(600), "nothing was known of the timeline before"));
    assertThat(postsPublished()).hasSize(30);
  }

  @Test
  void aTagThatTheInstanceDoesNotKnowIsAnEmptyTimeline() throws Exception {
    MastodonTimelineSource tag = source("tag/storm", Optional.empty());
    instance.answersInStead.add(
        FakeInstance.status(404, "{\"error\": \"Record not found\"}", Map.of()));
    PollResult result = tag.poll(PollRequest.of(Optional.empty(), now));
    assertThat(result.records()).isEmpty();
    assertThat(result.extent()).isInstanceOf(Completeness.Contiguous.class);
  }

  @Test
  void aTimelineThatIsNotForEverybodyIsRefusedWithAdvice() {
    MastodonTimelineSource anonymous = source("public", Optional.empty());
    instance.answersInStead.add(
        FakeInstance.status(401, "{\"error\": \"The access token is invalid\"}", Map.of()));
    assertThatThrownBy(() -> anonymous.poll(PollRequest.of(Optional.empty(), now)))
        .isInstanceOf(SourceRefusedException.class)
        .hasMessageContaining("401, The access token is invalid")
        .hasMessageContaining("set token-env of mastodon/town");
  }

  @Test
  void anEditOfTheNewestIsReadAndNothingElseTwice() throws Exception {
    List<String> ids = fill(5);
    poll();
    later(5);
    instance.edit(ids.get(4), START, now);
    poll();
    later(5);
    poll();
    assertThat(published).hasSize(6);
    assertThat(((Post) published.get(5).value()).getOperation()).isEqualTo("UPDATE");
  }

  @Test
  void aDamagedStatusIsOneDeadLetterHoweverOftenItIsServed() throws Exception {
    fill(5);
    poll();
    instance.raw("x", "\"status 99 is not here\"");
    later(5);
    poll();
    later(5);
    assertThat(pollToTheEnd().extent()).isInstanceOf(Completeness.Contiguous.class);
    List<String> more = fill(3);
    later(5);
    poll();
    assertThat(published.stream().filter(record -> record.topic().equals("dead-letters")))
        .singleElement()
        .satisfies(
            record ->
                assertThat(((DeadLetter) record.value()).getErrorType())
                    .isEqualTo("malformed-item"));
    assertThat(postsPublished()).endsWith(more.get(0), more.get(1), more.get(2)).hasSize(8);
  }

  @Test
  void aTimelineOfDamagedStatusesAloneGoesOn() throws Exception {
    instance.raw("a", "1");
    poll();
    later(5);
    instance.raw("b", "2");
    poll();
    later(5);
    List<String> ids = fill(2);
    poll();
    assertThat(postsPublished()).isEqualTo(ids);
    assertThat(published).hasSize(4);
  }

  @Test
  void aRateLimitIsWaitedForByItsResetInIsoTime() throws Exception {
    fill(5);
    poll();
    instance.answersInStead.add(
        FakeInstance.status(
            429, "{}", Map.of("x-ratelimit-reset", List.of(now.plusSeconds(42).toString()))));
    assertThat(poll()).isEqualTo(PollResult.nothing(Next.after(Duration.ofSeconds(42))));
  }

  @Test
  void aRateLimitWithoutAnyTimeIsLeftToTheBackOff() {
    instance.answersInStead.add(FakeInstance.status(429, "{}", Map.of()));
    assertThatThrownBy(this::poll)
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("429");
  }

  @Test
  void aServerThatWantsPeopleToLogInRefusesWithItsReason() {
    instance.answersInStead.add(
        FakeInstance.status(
            422, "{\"error\": \"This method requires an authenticated user\"}", Map.of()));
    assertThatThrownBy(this::poll)
        .isInstanceOf(SourceRefusedException.class)
        .hasMessageContaining("422, This method requires an authenticated user");
  }

  @Test
  void aPageThatIsCutOffIsAskedForAgain() throws Exception {
    fill(2);
    instance.answersInStead.add(FakeInstance.success("[{\"id\": \"1\", \"con", Map.of()));
    assertThatThrownBy(this::poll)
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("mastodon/town");
    assertThat(poll().records()).hasSize(2);
  }

  @Test
  void linksToConfiguredSitesGoToTheFrontier() throws Exception {
    instance.raw(
        "7",
        """
        {"id": "7", "uri": "https://town.test/7", "created_at": "2026-03-01T12:00:00Z", "account": {"acct": "ada"},
         "content": "<a href='http://www.gazette.test/a?utm_source=x'>a</a> <a href='http://go.test/1'>b</a> <a href='http://other.test/'>c</a>"}""");
    poll();
    assertThat(published)
        .extracting(Outgoing::topic)
        .containsExactly("posts", "frontier", "frontier");
    FrontierEntry entry = (FrontierEntry) published.get(1).value();
    assertThat(entry.getUrl()).isEqualTo("http://www.gazette.test/a");
    assertThat(entry.getDomain()).isEqualTo("gazette.test");
    assertThat(entry.getDiscoveredBy()).isEqualTo("mastodon/town");
  }

  @Test
  void whateverIsPostedAndDeletedBetweenPollsAndHoweverPollsAreRepeatedNothingIsLost()
      throws Exception {
    for (int seed = 0; seed < 6; seed++) {
      new Walk(new Random(seed)).run();
    }
  }

  /** A walk over a timeline that changes, with polls that are lost before they are committed. */
  private static final class Walk {
    private final Random random;
    private final MastodonTimelineSourceTest test = new MastodonTimelineSourceTest();
    private final Set<String> due = new HashSet<>();

    Walk(Random random) {
      this.random = random;
    }

    void run() throws Exception {
      due.addAll(test.fill(30));
      test.poll();
      for (int step = 0; step < 60; step++) {
        test.later(1 + random.nextInt(20));
        due.addAll(test.fill(random.nextInt(10) == 0 ? random.nextInt(150) : random.nextInt(4)));
        for (int late = random.nextInt(3); late > 0; late--) {
          due.add(test.instance.postBehind(random.nextInt(15), test.now.minusSeconds(30)));
        }
        if (random.nextInt(4) == 0 && !test.instance.timeline.isEmpty()) {
          String victim = test.instance.timeline.get(test.instance.timeline.size() - 1).id();
          test.instance.delete(victim);
          due.remove(victim);
        }
        if (random.nextInt(5) == 0) {
          test.source.poll(PollRequest.of(test.position, test.now));
        }
        PollResult result = test.poll();
        assertThat(result.extent()).isNotInstanceOf(Completeness.Gap.class);
      }
      test.pollToTheEnd();
      test.pollForAHorizon();
      assertThat(new HashSet<>(test.postsPublished())).hasSameSizeAs(test.postsPublished());
      due.removeAll(test.postsPublished());
      assertThat(due).isEmpty();
    }
  }

  private static List<String> join(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
