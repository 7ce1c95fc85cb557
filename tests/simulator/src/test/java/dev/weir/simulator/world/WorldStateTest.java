package dev.weir.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.simulator.fault.FaultSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorldStateTest {
  private static final Instant EPOCH = Instant.parse("2026-03-01T12:00:00Z");

  private final World world = new World(new WorldSettings(1, EPOCH, 100, 0, FaultSettings.NONE));

  @Test
  void aWorldThatRanOnUnseenStandsWhereOneThatWasWatchedStands() {
    Instant end = EPOCH.plus(Duration.ofMinutes(40));
    WorldState watched = new WorldState(world);
    for (Instant now = EPOCH; !now.isAfter(end); now = now.plusSeconds(5)) {
      watched.advance(now);
    }
    WorldState resumed = new WorldState(world);
    resumed.advance(end);

    assertThat(resumed.produced()).isEqualTo(watched.produced());
    assertThat(resumed.latest(Site.GAZETTE, 100)).isEqualTo(watched.latest(Site.GAZETTE, 100));
    long recent = watched.produced() - 20_000;
    assertThat(resumed.sky().tailMap(recent)).isEqualTo(watched.sky().tailMap(recent));
    assertThat(resumed.timeline(Instance.TOWN).tailMap(recent).values())
        .extracting(TimelineEntry::item, TimelineEntry::versionItem, TimelineEntry::deleted)
        .isEqualTo(
            watched.timeline(Instance.TOWN).tailMap(recent).values().stream()
                .map(entry -> tuple(entry.item(), entry.versionItem(), entry.deleted()))
                .toList());
  }

  @Test
  void anEditedArticleHasANewVersionFromThenOn() {
    long article = 0;
    while (world.kind(article) != Kind.ARTICLE || world.edits(article).isEmpty()) {
      article++;
    }
    long edit = world.edits(article).get(0);
    WorldState state = new WorldState(world);

    state.advance(world.time(edit - 1));
    Article before = Objects.requireNonNull(state.article(article));
    state.advance(world.time(edit));
    Article after = Objects.requireNonNull(state.article(article));

    assertThat(before.version()).isEqualTo(1);
    assertThat(after.version()).isEqualTo(2);
    assertThat(after.url()).isEqualTo(before.url());
    assertThat(after.title()).isNotEqualTo(before.title());
    assertThat(after.paragraphs()).isNotEqualTo(before.paragraphs());
  }

  @Test
  void timelinesKeepOnlySoMuch() {
    WorldState state = new WorldState(world);
    for (int minute = 0; minute < 20; minute++) {
      state.advance(EPOCH.plus(Duration.ofMinutes(minute)));
    }

    assertThat(state.timeline(Instance.TOWN).size()).isLessThan(WorldState.KEPT_ITEMS / 2);
    assertThat(state.timeline(Instance.TOWN).firstKey())
        .isGreaterThan(state.produced() - WorldState.KEPT_ITEMS - 8000);
  }

  @Test
  void aPostThatFederatesLateAppearsBehindNewerOnesAndInItsCurrentVersion() {
    World world =
        new World(new WorldSettings(3, EPOCH, 50, 3000, FaultSettings.parse("late-federation=1")));
    WorldState state = new WorldState(world);
    long behind = 0;
    Set<Long> known = new HashSet<>();
    for (int tenth = 0; tenth < 1200; tenth++) {
      state.advance(EPOCH.plusMillis(tenth * 100L));
      for (TimelineEntry entry : state.timeline(Instance.FEDI).values()) {
        boolean remote = world.toot(entry.item(), entry.item()).home() != Instance.FEDI;
        boolean isNew = known.add(entry.item());
        behind += isNew && remote && known.stream().anyMatch(item -> item > entry.item()) ? 1 : 0;
      }
    }
    assertThat(behind).isPositive();
    assertThat(state.underWay(Instance.FEDI)).isZero();
  }

  @Test
  void whatIsWrittenBeforeTheFirstPostThatAReaderReadNeedNotBeFound() {
    World world =
        new World(new WorldSettings(3, EPOCH, 50, 3000, FaultSettings.parse("late-federation=1")));
    WorldState state = new WorldState(world);
    state.advance(EPOCH.plusSeconds(20));
    state.advance(EPOCH.plusSeconds(30));
    assertThat(state.underWay(Instance.FEDI)).isPositive();
    assertThat(state.timeline(Instance.FEDI).values()).anyMatch(TimelineEntry::late);

    state.beginsAt(Instance.FEDI, state.produced());

    assertThat(state.underWay(Instance.FEDI)).isZero();
    assertThat(state.timeline(Instance.FEDI).values()).noneMatch(TimelineEntry::late);
    assertThat(state.underWay(Instance.TOWN)).isPositive();
  }
}
