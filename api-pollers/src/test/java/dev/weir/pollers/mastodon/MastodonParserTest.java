package dev.weir.pollers.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pollers.Parse;
import dev.weir.pollers.Parsed;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.Link;
import dev.weir.schemas.record.Post;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MastodonParserTest {
  private static final String STATUS =
      """
      {"id": "7", "created_at": "2026-03-01T11:59:00.250Z", "edited_at": null, "in_reply_to_id": null,
       "language": "en", "uri": "https://town.test/users/ada/statuses/7", "url": "https://town.test/@ada/7",
       "replies_count": 1, "reblogs_count": 2, "favourites_count": 3, "reblog": null,
       "content": "<p>Hello</p>", "tags": [], "mentions": [],
       "account": {"id": "1", "acct": "ada", "url": "https://town.test/@ada"}}""";

  private final MastodonParser parser =
      new MastodonParser(Optional.of("https://town.test"), MastodonParserTest::web);

  private static Optional<String> web(String url) {
    return url.startsWith("http") ? Optional.of(url.replaceAll("[?#].*", "")) : Optional.empty();
  }

  @Test
  void aStatusIsACreation() {
    Post post = Parse.post(parser, STATUS);
    assertThat(post.getNetwork()).isEqualTo("mastodon");
    assertThat(post.getId()).isEqualTo("https://town.test/users/ada/statuses/7");
    assertThat(post.getVersion()).isEqualTo("2026-03-01T11:59:00Z");
    assertThat(post.getOperation()).isEqualTo("CREATE");
    assertThat(post.getEventTime()).isEqualTo(Instant.parse("2026-03-01T11:59:00Z"));
    assertThat(post.getCreatedAt()).isEqualTo(Instant.parse("2026-03-01T11:59:00.250Z"));
    assertThat(post.getObservedAt()).isEqualTo(Parse.NOW);
    assertThat(post.getSource()).isEqualTo("test/one");
    assertThat(post.getAuthorId()).isEqualTo("https://town.test/@ada");
    assertThat(post.getAuthorName()).isEqualTo("ada@town.test");
    assertThat(post.getText()).isEqualTo("Hello");
    assertThat(post.getLanguage()).isEqualTo("en");
    assertThat(post.getEngagement().getReplies()).isEqualTo(1);
    assertThat(post.getEngagement().getReposts()).isEqualTo(2);
    assertThat(post.getEngagement().getLikes()).isEqualTo(3);
  }

  @Test
  void anEditedStatusIsAnUpdateAtTheTimeOfTheEdit() {
    Post post = Parse.post(parser, edited("2026-03-01T11:59:30.000Z"));
    assertThat(post.getOperation()).isEqualTo("UPDATE");
    assertThat(post.getVersion()).isEqualTo("2026-03-01T11:59:30Z:edit");
    assertThat(post.getEventTime()).isEqualTo(Instant.parse("2026-03-01T11:59:30Z"));
    assertThat(post.getCreatedAt()).isEqualTo(Instant.parse("2026-03-01T11:59:00.250Z"));
  }

  @Test
  void aPostAndItsEditHaveTheSameVersionsOnEveryInstance() {
    String home = edited("2026-03-01T11:59:30.789Z");
    String elsewhere = edited("2026-03-01T12:59:30+01:00").replace(":00.250Z", ":00.000Z");
    assertThat(Parse.post(parser, elsewhere).getVersion())
        .isEqualTo(Parse.post(parser, home).getVersion());
    assertThat(Parse.post(parser, STATUS.replace(":00.250Z", ":00Z")).getVersion())
        .isEqualTo(Parse.post(parser, STATUS).getVersion());
  }

  @Test
  void anEditInThePostsOwnSecondIsAVersionOfItsOwn() {
    for (String time : List.of("2026-03-01T11:59:00.800Z", "2026-03-01T11:59:00.250Z")) {
      Post edit = Parse.post(parser, edited(time));
      assertThat(edit.getOperation()).isEqualTo("UPDATE");
      assertThat(edit.getVersion()).isNotEqualTo(Parse.post(parser, STATUS).getVersion());
    }
  }

  private static String edited(String time) {
    return STATUS.replace("\"edited_at\": null", "\"edited_at\": \"" + time + "\"");
  }

  @Test
  void mentionsAndTagsAreNoLinks() {
    String content =
        "<p><a href='https://town.test/@bob' class='u-url mention'>@bob</a> <a href='https://old.test/bob'>@bob</a> read"
            + " <a href='https://gazette.test/a?utm_source=m'><span class='invisible'>https://</span><span>gazette.test/a</span></a>"
            + " <a href='https://gazette.test/a'>again</a> <a href='https://town.test/tags/News' rel='tag'>#News</a></p>";
    Post post =
        Parse.post(
            parser,
            STATUS
                .replace("<p>Hello</p>", content)
                .replace("\"tags\": []", "\"tags\": [{\"name\": \"later\"}, {\"name\": \"News\"}]")
                .replace(
                    "\"mentions\": []", "\"mentions\": [{\"url\": \"https://old.test/bob\"}]"));
    assertThat(post.getLinks())
        .containsExactly(new Link("https://gazette.test/a?utm_source=m", "https://gazette.test/a"));
    assertThat(post.getTags()).containsExactly("news", "later");
    assertThat(post.getText()).isEqualTo("@bob @bob read https://gazette.test/a again #News");
  }

  @Test
  void tagsAreLowerCasedAlikeUnderATurkishLocale() {
    java.util.Locale before = java.util.Locale.getDefault();
    java.util.Locale.setDefault(java.util.Locale.forLanguageTag("tr"));
    try {
      Post post =
          Parse.post(
              parser, STATUS.replace("\"tags\": []", "\"tags\": [{\"name\": \"ISTANBUL\"}]"));
      assertThat(post.getTags()).containsExactly("istanbul");
    } finally {
      java.util.Locale.setDefault(before);
    }
  }

  @Test
  void paragraphsAndLineBreaksStayInTheText() {
    Post post =
        Parse.post(
            parser, STATUS.replace("<p>Hello</p>", "<p>One<br>two &amp; three</p>\\n<p>four</p>"));
    assertThat(post.getText()).isEqualTo("One\ntwo & three\n\nfour");
  }

  @Test
  void aBoostNamesWhatItRepeats() {
    Post post =
        Parse.post(
            parser,
            STATUS.replace("\"reblog\": null", "\"reblog\": {\"uri\": \"https://fedi.test/9\"}"));
    assertThat(post.getRepostOf()).isEqualTo("https://fedi.test/9");
  }

  @Test
  void aQuoteNamesWhatItQuotes() {
    Post post =
        Parse.post(
            parser,
            STATUS
                .replace(
                    "\"tags\"",
                    "\"quote\": {\"state\": \"accepted\", \"quoted_status\": {\"uri\": \"https://fedi.test/9\"}}, \"tags\"")
                .replace(
                    "<p>Hello</p>",
                    "<p class='quote-inline'>RE: <a href='https://fedi.test/9'>x</a></p><p>Hello</p>"));
    assertThat(post.getRepostOf()).isEqualTo("https://fedi.test/9");
    assertThat(post.getText()).isEqualTo("Hello");
    assertThat(post.getLinks()).isEmpty();
  }

  @Test
  void anAnsweredPostIsNamedByItsAddressAtTheInstance() {
    Post post =
        Parse.post(parser, STATUS.replace("\"in_reply_to_id\": null", "\"in_reply_to_id\": \"6\""));
    assertThat(post.getReplyTo()).isEqualTo("https://town.test/api/v1/statuses/6");
  }

  @Test
  void goodItemsOfAPageGoOnBesideADamagedOne() {
    String damaged = "{\"id\":\"8\", \"uri\": \"https://town.test/8\",  \"content\": 5}";
    List<Parsed> parsed = Parse.all(parser, "[" + STATUS + ", " + damaged + "," + STATUS + "]");
    assertThat(parsed).hasSize(3).element(1).isInstanceOf(Parsed.Malformed.class);
    DeadLetter letter = ((Parsed.Malformed) parsed.get(1)).letter();
    assertThat(letter.getItem()).isEqualTo("https://town.test/8");
    assertThat(letter.getSource()).isEqualTo("test/one");
    assertThat(letter.getErrorType()).isEqualTo("missing-field");
    assertThat(StandardCharsets.UTF_8.decode(letter.getRaw()).toString()).isEqualTo(damaged);
  }

  @Test
  void aTimeThatIsNoneIsMalformed() {
    DeadLetter letter =
        Parse.letter(parser, STATUS.replace("2026-03-01T11:59:00.250Z", "yesterday"));
    assertThat(letter.getErrorType()).isEqualTo("malformed-field");
    assertThat(letter.getErrorMessage()).contains("status.created_at", "yesterday");
  }

  @Test
  void whatIsNoJsonIsOneDeadLetterWithTheRest() {
    List<Parsed> parsed = Parse.all(parser, "[" + STATUS + ", {\"id\": \"9\", \"con");
    assertThat(parsed).hasSize(2).element(1).isInstanceOf(Parsed.Malformed.class);
    assertThat(((Parsed.Malformed) parsed.get(1)).letter().getErrorType())
        .isEqualTo("malformed-json");
  }

  @Test
  void anErrorIsSkippedByName() {
    assertThat(Parse.all(parser, "{\"error\": \"Record not found\"}"))
        .containsExactly(new Parsed.Skipped("error"));
  }

  private static String with(String fields) {
    return STATUS.replace("\"tags\": []", fields + ", \"tags\": []");
  }

  @Test
  void anOptionalFieldOfAnotherTypeNeverCostsThePost() {
    for (String field :
        List.of(
            "edited_at",
            "language",
            "url",
            "in_reply_to_id",
            "tags",
            "mentions",
            "replies_count",
            "reblogs_count",
            "favourites_count",
            "reblog",
            "quote",
            "poll",
            "spoiler_text",
            "content",
            "account",
            "card",
            "media_attachments")) {
      for (String value : List.of("null", "7", "1.5", "true", "\"odd\"", "[]", "[7, null]", "{}")) {
        String odd =
            STATUS.substring(0, STATUS.lastIndexOf('}')) + ", \"" + field + "\": " + value + "}";
        assertThat(Parse.post(parser, odd).getId())
            .as(field + " " + value)
            .isEqualTo("https://town.test/users/ada/statuses/7");
      }
    }
  }

  @Test
  void timesAreReadAsServersWriteThem() {
    for (String time :
        List.of(
            "2026-03-01T11:59:00+0000",
            "2026-03-01T12:59:00+01",
            "2026-03-01 11:59:00Z",
            "2026-03-01t11:59:00.1234567890123z",
            "2026-03-01T11:59:00",
            "2026-03-01T11:59Z",
            "2026-03-01 11:59:00 UTC")) {
      assertThat(
              Parse.post(parser, STATUS.replace("2026-03-01T11:59:00.250Z", time)).getEventTime())
          .as(time)
          .isEqualTo(Instant.parse("2026-03-01T11:59:00Z"));
    }
  }

  @Test
  void aContentWarningAndTheOptionsOfAPollAreText() {
    Post post =
        Parse.post(
            parser,
            with(
                "\"spoiler_text\": \"Food\", \"poll\": {\"options\": [{\"title\": \"Yes\"}, {\"title\": \"No\"}]}"));
    assertThat(post.getText()).isEqualTo("Food\n\nHello\n\nYes\nNo");
    String only = with("\"spoiler_text\": \"Food\"").replace("<p>Hello</p>", "");
    assertThat(Parse.post(parser, only).getText()).isEqualTo("Food");
  }

  @Test
  void aMentionThatIsMarkedByNothingIsKnownByHandleAndHost() {
    Post post =
        Parse.post(
            parser,
            STATUS
                .replace(
                    "<p>Hello</p>",
                    "<a href='https://m.test/users/zoe'>@zoe</a> <a href='https://m.test/users/zoe'>news</a> <a href='https://n.test/users/zoe'>@zoe</a>")
                .replace(
                    "\"mentions\": []",
                    "\"mentions\": [{\"username\": \"zoe\", \"acct\": \"zoe@m.test\", \"url\": \"https://m.test/@zoe\"}]"));
    assertThat(post.getLinks())
        .extracting(Link::getUrl)
        .containsExactly("https://m.test/users/zoe", "https://n.test/users/zoe");
  }

  @Test
  void theLinesOfACodeBlockStay() {
    Post post =
        Parse.post(
            parser,
            STATUS.replace("<p>Hello</p>", "<p>Code:</p><pre><code>a\\n  b\\n</code></pre>"));
    assertThat(post.getText()).startsWith("Code:\n\na\n").endsWith("b");
  }

  @Test
  void aNotificationIsReadForItsStatus() {
    String follow =
        "{\"id\": \"1\", \"type\": \"follow\", \"created_at\": \"2026-03-01T11:59:00Z\", \"account\": {}}";
    String mention = follow.substring(0, follow.length() - 1) + ", \"status\": " + STATUS + "}";
    assertThat(Parse.all(parser, follow)).containsExactly(new Parsed.Skipped("notification"));
    assertThat(Parse.all(parser, mention)).singleElement().isInstanceOf(Parsed.Item.class);
  }
}
