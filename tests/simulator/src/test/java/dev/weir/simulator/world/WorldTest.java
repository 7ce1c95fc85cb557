package dev.weir.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.simulator.fault.FaultSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final Instant EPOCH = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void theSameSeedGivesTheSameWorldInWhateverOrderItIsAsked() {
    List<Object> forward = items(world(7, "all"), LongStream.range(0, 1000).boxed().toList());
    List<Long> backwards = new ArrayList<>(LongStream.range(0, 1000).boxed().toList());
    Collections.reverse(backwards);
    List<Object> again = items(world(7, "all"), backwards);
    Collections.reverse(again);

    assertThat(again).isEqualTo(forward);
  }

  @Test
  void anotherSeedGivesAnotherWorld() {
    List<Long> numbers = LongStream.range(0, 100).boxed().toList();

    assertThat(items(world(8, "none"), numbers)).isNotEqualTo(items(world(7, "none"), numbers));
  }

  @Test
  void aWorldHasItemsOfEveryKind() {
    World world = world(1, "none");
    Set<Kind> kinds = new HashSet<>();
    LongStream.range(0, 2000).forEach(item -> kinds.add(world.kind(item)));

    assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
  }

  @Test
  void anEditOrDeletionConcernsAnEarlierItemOfItsKind() {
    World world = world(1, "none");
    for (long item = 500; item < 3000; item++) {
      if (world.kind(item).ofEarlier()) {
        Kind wanted =
            switch (world.kind(item)) {
              case ARTICLE_EDIT -> Kind.ARTICLE;
              case TOOT_EDIT, TOOT_DELETE -> Kind.TOOT;
              default -> Kind.SKY_POST;
            };
        assertThat(world.target(item)).isBetween(0L, item - 1);
        assertThat(world.kind(world.target(item))).isEqualTo(wanted);
      }
    }
  }

  @Test
  void linksLeadToArticlesThatWerePublishedBefore() {
    World world = world(1, "none");
    int links = 0;
    for (long item = 0; item < 3000; item++) {
      if (world.kind(item) == Kind.TOOT) {
        for (Link link : world.toot(item, item).draft().links()) {
          String target = link.target();
          if (target != null) {
            long number = Long.parseLong(target.replaceAll(".*-(\\d+)\\.html", "$1"));
            assertThat(number).isLessThan(item);
            assertThat(world.article(number, 1, number).url()).isEqualTo(target);
            links++;
          }
        }
      }
    }
    assertThat(links).isGreaterThan(100);
  }

  @Test
  void theItemsOfABurstAppearTogetherAndMoreThanAPageHolds() {
    World world = world(1, "burst=1000");
    Instant last = world.appears(500 + World.BURST - 1);

    assertThat(world.appears(500)).isEqualTo(last);
    assertThat(world.appears(499)).isBefore(last);
    long toots =
        LongStream.range(500, 500 + World.BURST).filter(n -> world.kind(n) == Kind.TOOT).count();
    assertThat(toots).isGreaterThan(40);
  }

  @Test
  void aRolloverBringsMoreArticlesOfOneSiteThanItsFeedHolds() {
    World world = world(1, "rollover=1000");
    Set<Site> sites = new HashSet<>();
    for (long item = 500; item < 500 + World.ROLLOVER; item++) {
      assertThat(world.kind(item)).isEqualTo(Kind.ARTICLE);
      sites.add(world.article(item, 1, item).site());
    }

    assertThat(sites).hasSize(1);
    assertThat(World.ROLLOVER).isGreaterThan(World.FEED_SIZE);
  }

  @Test
  void aLateItemIsHoursOldWhenItAppears() {
    World world = world(1, "late=10");
    long late =
        LongStream.range(0, 1000)
            .filter(item -> world.kind(item) == Kind.TOOT)
            .filter(
                item ->
                    world.toot(item, item).created().isBefore(world.time(item).minusSeconds(3599)))
            .count();

    assertThat(late).isBetween(20L, 100L);
  }

  private static World world(long seed, String faults) {
    return new World(new WorldSettings(seed, EPOCH, 100, 5000, FaultSettings.parse(faults)));
  }

  private static List<Object> items(World world, List<Long> numbers) {
    List<Object> items = new ArrayList<>();
    for (long item : numbers) {
      items.add(
          switch (world.kind(item)) {
            case ARTICLE -> world.article(item, 1, item);
            case TOOT -> world.toot(item, item);
            case ARTICLE_EDIT, TOOT_EDIT, TOOT_DELETE -> world.target(item);
            default -> world.skyEvent(item);
          });
    }
    return items;
  }
}
