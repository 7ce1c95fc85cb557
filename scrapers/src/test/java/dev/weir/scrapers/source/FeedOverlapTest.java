package dev.weir.scrapers.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A letter is an item that was shown before, a digit is a new one. */
class FeedOverlapTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "nothing new, abcdef, abcdef, true",
    "two new items, abcdef, 12abcd, true",
    "all are new, abcdef, 123456, false",
    "a pinned item on top, pabcdef, p1234567, false",
    "a pinned item on top and an overlap, pabcdef, p12abcd, true",
    "an old item got a new date, abcdef, f123456, false",
    "an old item got a new date and the rest overlaps, abcdef, f12abcd, true",
    "an item that always stands at the end, abcdep, 12345p, false",
    "the newest was deleted, abcdef, 1bcdef, true",
    "an item came in between, abcdef, ab1cde, true",
    "the first answer was empty, '', 123, false",
    "the newest come last, abcdef, cdef12, true",
    "one item then two, a, 1a, true",
    "one pinned item then many, p, p123, false",
    "the feed shrank, abcdef, a, true",
    "one of the newest is all that is left at the end, abcdefghi, 12345678c, false",
    "the newest of all is left at the end, abcdefghi, 12345678a, true",
    "two were deleted and three are left, abcdefghi, 123456cde, true",
  })
  void whatIsKnownAtTheEndOfAFeedDecides(
      String what, String before, String now, boolean contiguous) {
    assertThat(FeedOverlap.isContiguous(letters(before), Optional.empty(), shown(now, 0)))
        .as(what)
        .isEqualTo(contiguous);
  }

  @ParameterizedTest
  @CsvSource({
    "cdef12, 1, true",
    "f12345, 1, true",
    "a12345, 1, false",
    "12abcd, -1, true",
    "f12345, -1, false",
    "fedc12, -1, false",
  })
  void datesTellWhichEndIsTheNewest(String now, int step, boolean contiguous) {
    assertThat(FeedOverlap.isContiguous(letters("abcdef"), Optional.empty(), shown(now, step)))
        .isEqualTo(contiguous);
  }

  @Test
  void whatIsAllNewAndOlderThanAllBeforeIsAGap() {
    assertThat(
            FeedOverlap.isContiguous(
                letters("abc"), Optional.of(START.plusSeconds(9)), shown("12345", -1)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "at the end, 12345a, -1, 5, false",
    "in the middle of new ones, 12a345, -1, 2, false",
    "at the end of an overlap, 12abcd, -1, 5, true",
    "as the newest of a feed that begins with its oldest, 12345f, 1, 5, false",
    "as the oldest of a feed that begins with its oldest, a12345, 1, 0, false",
    "in an overlap of a feed that begins with its oldest, cdef12, 1, 0, true",
  })
  void aKnownItemWithANewDateProvesNothing(
      String where, String now, int step, int anew, boolean contiguous) {
    List<FeedOverlap.Shown> shown = new ArrayList<>(shown(now, step));
    FeedOverlap.Shown item = shown.get(anew);
    shown.set(
        anew, new FeedOverlap.Shown(item.known(), item.published(), Optional.of(Instant.EPOCH)));
    assertThat(FeedOverlap.isContiguous(letters("abcdef"), Optional.empty(), shown))
        .as(where)
        .isEqualTo(contiguous);
  }

  @Test
  void datesThatAreMadeUpForEachAnswerAreNoNews() {
    List<FeedOverlap.Shown> shown =
        shown("12abcd", -1).stream()
            .map(
                item ->
                    new FeedOverlap.Shown(
                        item.known(), item.published(), Optional.of(Instant.EPOCH)))
            .toList();
    assertThat(FeedOverlap.isContiguous(letters("abcdef"), Optional.empty(), shown)).isTrue();
  }

  @Test
  void anOlderItemThatComesBackForADeletedOneIsNoGap() {
    List<FeedOverlap.Shown> now = shown("bcdef1", -1);
    Optional<Instant> oldest = now.get(4).published();
    assertThat(FeedOverlap.isContiguous(letters("abcdef"), oldest, now)).isTrue();
    assertThat(
            FeedOverlap.isContiguous(
                letters("abcdef"), Optional.of(START.minusSeconds(9_000_000)), now))
        .isFalse();
  }

  private static List<String> letters(String text) {
    return text.isEmpty() ? List.of() : Stream.of(text.split("")).toList();
  }

  private static List<FeedOverlap.Shown> shown(String text, int step) {
    List<String> letters = letters(text);
    return Stream.iterate(0, i -> i < letters.size(), i -> i + 1)
        .map(
            i ->
                new FeedOverlap.Shown(
                    Optional.of(letters.get(i)).filter(it -> Character.isLetter(it.charAt(0))),
                    step == 0
                        ? Optional.empty()
                        : Optional.of(START.plus(Duration.ofHours((long) i * step)))))
        .toList();
  }
}
