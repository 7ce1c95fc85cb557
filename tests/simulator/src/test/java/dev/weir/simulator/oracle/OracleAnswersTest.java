package dev.weir.simulator.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.settings.TimeSettings;
import dev.weir.simulator.oracle.OracleAnswers.Key;
import dev.weir.simulator.oracle.OracleAnswers.Values;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OracleAnswersTest {
  private static final TimeSettings TIME =
      new TimeSettings(
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofSeconds(30),
          Duration.ofHours(24),
          Duration.ofMinutes(3),
          Duration.ofMinutes(1));
  private static final String ARTICLE = "http://gazette.test/news/a-1.html";

  private final List<String> lines = new ArrayList<>();

  @Test
  void creationsEditsAndDeletionsAreCountedApart() throws IOException {
    post(1, "CREATE", "12:00:10", "12:00:11", "[\"a\",\"a\",\"b\"]", "[]");
    post(2, "UPDATE", "12:00:20", "12:00:21", "[\"a\"]", "[]");
    post(3, "DELETE", "12:00:59.999", "12:01:10", "[]", "[]");

    assertThat(answers().counts())
        .containsOnly(
            Map.entry(minute("rows", ""), new Values(3, 1, 0)),
            Map.entry(minute("posts", "mastodon"), new Values(1, 1, 0)),
            Map.entry(minute("languages", "en"), new Values(1, 1, 0)),
            Map.entry(minute("tags", "a"), new Values(1, 1, 0)),
            Map.entry(minute("tags", "b"), new Values(1, 1, 0)),
            Map.entry(minute("edits", "mastodon"), new Values(1, 1, 0)),
            Map.entry(minute("deletions", "mastodon"), new Values(1, 1, 0)));
  }

  @Test
  void aDeletionThatCarriesNoTimeCountsWhenItsReaderHeardItUnderEitherName() throws IOException {
    lines.add(
        """
        {"kind":"post","item":1,"network":"mastodon","id":"p1","version":"v:delete","operation":"DELETE",\
        "event_time":"%s","served_at":"%s","address":"http://fedi.test/api/v1/statuses/1",\
        "source":"mastodon/fedi","author":"mara"}"""
            .formatted(at("12:00:59.999"), at("12:00:59.999")));
    Oracle oracle = Oracle.of(lines);
    Oracle.Post deletion = oracle.posts().get(0);

    assertThat(deletion.unknown())
        .contains(
            new Oracle.PostIdentity(
                "mastodon", "http://fedi.test/api/v1/statuses/1", "unknown:delete"));
    assertThat(
            OracleAnswers.of(oracle, TIME)
                .observed(Map.of(deletion.identity(), at("12:01:00")), Map.of(), Map.of())
                .counts()
                .keySet())
        .extracting(Key::start)
        .containsOnly(at("12:01:00"));
  }

  @Test
  void whatCannotBeReadWholeIsGoneOrMovedIsReadBack() throws IOException {
    Oracle oracle =
        Oracle.of(
            List.of(
                "{\"kind\":\"unknown\",\"source\":\"feed/silent\"}",
                "{\"kind\":\"gone\",\"url\":\"http://gazette.test/a\"}",
                "{\"kind\":\"moved\",\"url\":\"http://gazette.test/b\",\"to\":\"http://gazette.test/c\"}"));

    assertThat(oracle.unknown()).containsExactly("feed/silent");
    assertThat(oracle.gone()).containsExactly("http://gazette.test/a");
    assertThat(oracle.moved())
        .containsExactly(Map.entry("http://gazette.test/b", "http://gazette.test/c"));
  }

  @Test
  void lateAndFutureItemsDoNotCount() throws IOException {
    post(1, "CREATE", "12:00:10", "12:10:11", "[]", "[]");
    post(2, "CREATE", "12:00:10", "11:55:09", "[]", "[]");

    assertThat(answers().counts()).isEmpty();
  }

  @Test
  void aMentionHasTheLaterTimeAndNeedsPageAndRedirects() throws IOException {
    String hop = "http://go.test/a1";
    post(1, "CREATE", "12:00:10", "12:00:11", "[]", link(ARTICLE, ""));
    post(2, "CREATE", "12:02:10", "12:02:11", "[]", link(hop, "\"" + hop + "\""));
    page(5, 1, "12:01:00");
    assertThat(answers().mentions().values())
        .extracting(OracleAnswers.Mention::eventTime)
        .containsExactly(at("12:01:00"));

    redirect(hop, 1, "12:02:12");
    assertThat(answers().mentions().values())
        .extracting(OracleAnswers.Mention::eventTime)
        .containsExactly(at("12:01:00"), at("12:02:12"));
  }

  @Test
  void anAddressThatBecomesKnownAfterAnEditJoinsFromThenOn() throws IOException {
    String hop = "http://go.test/a1";
    post(2, "CREATE", "12:02:10", "12:02:11", "[]", link(hop, "\"" + hop + "\""));
    page(5, 1, "12:01:00");
    redirect(hop, 2, "12:02:12");

    assertThat(answers().mentions().values())
        .extracting(OracleAnswers.Mention::eventTime)
        .containsExactly(at("12:02:12"));
  }

  @Test
  void hoppingWindowsOverlap() throws IOException {
    post(1, "CREATE", "12:02:10", "12:02:11", "[]", link(ARTICLE, ""));
    page(5, 1, "12:01:00");

    assertThat(answers().links().keySet())
        .filteredOn(key -> key.metric().equals("links"))
        .extracting(Key::start)
        .containsExactly(at("12:00:00"), at("12:01:00"), at("12:02:00"));
  }

  @Test
  void aSessionEndsAfterItsGap() throws IOException {
    page(5, 1, "12:00:00");
    post(1, "CREATE", "12:02:00", "12:02:01", "[]", link(ARTICLE, ""));
    post(2, "CREATE", "12:02:20", "12:02:21", "[]", link(ARTICLE, ""));
    post(3, "CREATE", "12:02:51", "12:02:52", "[]", link(ARTICLE, ""));

    assertThat(answers().sessions())
        .containsOnly(
            Map.entry(
                new Key("sessions", ARTICLE, at("12:02:00"), at("12:02:50")), new Values(2, 1, 20)),
            Map.entry(
                new Key("sessions", ARTICLE, at("12:02:51"), at("12:03:21")), new Values(1, 1, 0)));
  }

  @Test
  void aPostThatIsLeftOutIsNotCounted() throws IOException {
    post(1, "CREATE", "12:00:10", "12:00:11", "[]", "[]");

    assertThat(answers().including(post -> false).counts()).isEmpty();
  }

  private OracleAnswers answers() throws IOException {
    return OracleAnswers.of(Oracle.of(lines), TIME);
  }

  private void post(
      int item, String operation, String event, String served, String tags, String links) {
    lines.add(
        """
        {"kind":"post","item":%d,"network":"mastodon","id":"p%d","version":"1","operation":"%s",\
        "event_time":"%s","served_at":"%s","source":"mastodon/town","author":"mara","language":"en",\
        "tags":%s,"links":%s}"""
            .formatted(item, item, operation, at(event), at(served), tags, links));
  }

  private static String link(String url, String hops) {
    return "[{\"url\":\"%s\",\"normalized\":\"%s\",\"target\":\"%s\",\"hops\":[%s]}]"
        .formatted(url, url, ARTICLE, hops);
  }

  private void page(int item, int version, String served) {
    lines.add(
        """
        {"kind":"page","item":%d,"url":"%s","version":%d,"served_at":"%s","published_at":"%s"}"""
            .formatted(item, ARTICLE, version, at(served), at(served)));
  }

  private void redirect(String url, int version, String served) {
    lines.add(
        """
        {"kind":"redirect","url":"%s","location":"%s","version":%d,"served_at":"%s"}"""
            .formatted(url, ARTICLE, version, at(served)));
  }

  private static Key minute(String metric, String dimension) {
    return new Key(metric, dimension, at("12:00:00"), at("12:01:00"));
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + "Z");
  }
}
