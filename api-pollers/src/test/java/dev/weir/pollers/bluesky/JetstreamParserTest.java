package dev.weir.pollers.bluesky;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pollers.Parse;
import dev.weir.pollers.Parsed;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.Link;
import dev.weir.schemas.record.Post;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JetstreamParserTest {
  private static final String CREATE =
      """
      {"did": "did:plc:ada", "time_us": 1772366399000001, "kind": "commit", "commit": {"rev": "3r1", "operation": "create", \
      "collection": "app.bsky.feed.post", "rkey": "k1", "cid": "c1", "record": {"$type": "app.bsky.feed.post", \
      "createdAt": "2026-03-01T11:59:00+00:00", "langs": ["en-US", "en"], "text": "Hi"}}}""";
  private static final String DELETE =
      """
      {"did": "did:plc:ada", "time_us": 1772366399000001, "kind": "commit", "commit": {"rev": "3r2", "operation": "delete", \
      "collection": "app.bsky.feed.post", "rkey": "k1"}}""";

  private final JetstreamParser parser = new JetstreamParser(Optional::of);

  private static String withRecord(String fields) {
    return CREATE.replace("\"text\": \"Hi\"", "\"text\": \"Hi\", " + fields);
  }

  @Test
  void aCreationHasTheAuthorsTime() {
    Post post = Parse.post(parser, CREATE);
    assertThat(post.getId()).isEqualTo("at://did:plc:ada/app.bsky.feed.post/k1");
    assertThat(post.getVersion()).isEqualTo("3r1");
    assertThat(post.getOperation()).isEqualTo("CREATE");
    assertThat(post.getEventTime()).isEqualTo(Instant.parse("2026-03-01T11:59:00Z"));
    assertThat(post.getCreatedAt()).isEqualTo(post.getEventTime());
    assertThat(post.getAuthorId()).isEqualTo("did:plc:ada");
    assertThat(post.getText()).isEqualTo("Hi");
    assertThat(post.getLanguage()).isEqualTo("en-US");
    assertThat(post.getUrl()).isEqualTo("https://bsky.app/profile/did:plc:ada/post/k1");
  }

  @Test
  void aDeletedPostHasNoTextAndTheTimeOfTheInstance() {
    Post post = Parse.post(parser, DELETE);
    assertThat(post.getVersion()).isEqualTo("3r2:delete");
    assertThat(post.getOperation()).isEqualTo("DELETE");
    assertThat(post.getText()).isNull();
    assertThat(post.getCreatedAt()).isNull();
    assertThat(post.getEventTime()).isEqualTo(Instant.parse("2026-03-01T11:59:59.000001Z"));
  }

  @Test
  void anUpdateHasTheTimeOfTheInstanceAndKeepsItsCreation() {
    Post post = Parse.post(parser, CREATE.replace("\"create\"", "\"update\""));
    assertThat(post.getOperation()).isEqualTo("UPDATE");
    assertThat(post.getEventTime()).isEqualTo(Instant.parse("2026-03-01T11:59:59.000001Z"));
    assertThat(post.getCreatedAt()).isEqualTo(Instant.parse("2026-03-01T11:59:00Z"));
  }

  @Test
  void linksComeFromFacetsInTheOrderOfTheTextAndFromTheCard() {
    Post post =
        Parse.post(
            parser,
            withRecord(
                """
                "facets": [
                  {"index": {"byteStart": 9, "byteEnd": 12}, "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://b.test/"}]},
                  {"index": {"byteStart": 1, "byteEnd": 4}, "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://a.test/"},
                     {"$type": "app.bsky.richtext.facet#tag", "tag": "News"},
                     {"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:bob"}]}],
                "tags": ["Weather", "news"],
                "embed": {"$type": "app.bsky.embed.external", "external": {"uri": "https://card.test/"}}"""
                    .replace("\n", "")));
    assertThat(post.getLinks())
        .extracting(Link::getUrl)
        .containsExactly("https://a.test/", "https://b.test/", "https://card.test/");
    assertThat(post.getTags()).containsExactly("news", "weather");
  }

  @Test
  void aReplyAndAQuoteNameTheOtherPost() {
    Post post =
        Parse.post(
            parser,
            withRecord(
                "\"reply\": {\"parent\": {\"uri\": \"at://p\"}, \"root\": {\"uri\": \"at://r\"}}, \"embed\": {\"record\":"
                    + " {\"record\": {\"uri\": \"at://did:plc:bob/app.bsky.feed.post/q\"}}, \"media\": {\"external\": {\"uri\":"
                    + " \"https://card.test/\"}}}"));
    assertThat(post.getReplyTo()).isEqualTo("at://p");
    assertThat(post.getRepostOf()).isEqualTo("at://did:plc:bob/app.bsky.feed.post/q");
    assertThat(post.getLinks()).hasSize(1);
  }

  @Test
  void aPostBeforeTheEpochIsReadable() {
    assertThat(
            Parse.post(parser, CREATE.replace("2026-03-01T11:59:00+00:00", "0001-01-01T00:00:00Z"))
                .getEventTime())
        .isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
  }

  @Test
  void otherCollectionsAndKindsAreSkippedByName() {
    assertThat(
            Parse.all(
                parser,
                CREATE.replace("app.bsky.feed.post\", \"rkey", "app.bsky.feed.like\", \"rkey")))
        .containsExactly(new Parsed.Skipped("app.bsky.feed.like"));
    assertThat(
            Parse.all(
                parser, "{\"did\": \"did:plc:ada\", \"time_us\": 1, \"kind\": \"identity\"}\n\n"))
        .containsExactly(new Parsed.Skipped("identity"));
  }

  @Test
  void aMessageThatIsNoJsonIsADeadLetter() {
    DeadLetter letter = Parse.letter(parser, "{\"did\": ");
    assertThat(letter.getErrorType()).isEqualTo("malformed-json");
    assertThat(letter.getItem()).hasSize(64);
  }

  @Test
  void aPostWithoutATextIsADeadLetterUnderItsName() {
    DeadLetter letter = Parse.letter(parser, CREATE.replace("\"text\"", "\"texts\""));
    assertThat(letter.getErrorType()).isEqualTo("missing-field");
    assertThat(letter.getItem()).isEqualTo("at://did:plc:ada/app.bsky.feed.post/k1");
  }

  @Test
  void anOptionalFieldOfAnotherTypeNeverCostsThePost() {
    for (String field : List.of("facets", "langs", "tags", "reply", "embed", "labels")) {
      for (String value : List.of("null", "7", "true", "\"odd\"", "[]", "[7, null, {}]", "{}")) {
        String odd = CREATE.replace("\"langs\"", "\"language\"");
        odd = odd.replace("\"text\": \"Hi\"", "\"text\": \"Hi\", \"" + field + "\": " + value);
        assertThat(Parse.post(parser, odd).getText()).as(field + " " + value).isEqualTo("Hi");
      }
    }
  }

  @Test
  void aTimeThatIsNoneIsThatOfTheInstance() {
    for (String time : List.of("\"yesterday\"", "null", "{}")) {
      Post post = Parse.post(parser, CREATE.replace("\"2026-03-01T11:59:00+00:00\"", time));
      assertThat(post.getEventTime()).isEqualTo(Instant.parse("2026-03-01T11:59:59.000001Z"));
      assertThat(post.getCreatedAt()).isNull();
    }
  }

  @Test
  void aFacetThatIsNotAsTheLexiconHasItIsPassedOver() {
    for (String index :
        List.of(
            "{\"byteStart\": 8, \"byteEnd\": 3}",
            "{\"byteStart\": \"0\", \"byteEnd\": \"5\"}",
            "{\"byteStart\": -1, \"byteEnd\": 5}",
            "7")) {
      Post post =
          Parse.post(
              parser,
              withRecord(
                  "\"facets\": [{\"index\": "
                      + index
                      + ", \"features\": [{\"$type\": \"app.bsky.richtext.facet#link\", \"uri\": \"https://a.test/\"}]}]"));
      assertThat(post.getLinks()).as(index).isEmpty();
    }
  }
}
