package dev.weir.pollers.x;

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

class XParserTest {
  private static final String TWEET =
      """
      {"id": "1212092628029698048", "text": "Read https://t.co/a #News", "author_id": "2244994945", "lang": "en",
       "created_at": "2019-12-31T19:26:16.000Z", "edit_history_tweet_ids": ["1212092628029698048"],
       "public_metrics": {"retweet_count": 8, "reply_count": 2, "like_count": 40, "quote_count": 1, "impression_count": 99},
       "entities": {"hashtags": [{"start": 20, "end": 25, "tag": "News"}],
         "urls": [{"start": 5, "end": 19, "url": "https://t.co/a", "expanded_url": "https://gazette.test/a", "display_url": "gazette.test/a"},
                  {"start": 5, "end": 19, "url": "https://t.co/b", "expanded_url": "https://twitter.com/ada/status/1/photo/1", "display_url": "pic"}]}}""";

  private final XParser parser = new XParser(Optional::of);

  private static String response(String tweets) {
    return "{\"data\": ["
        + tweets
        + "], \"includes\": {\"users\": [{\"id\": \"2244994945\", \"name\": \"Ada\", \"username\": \"ada\"}]}}";
  }

  @Test
  void aTweetIsACreation() {
    Post post = Parse.post(parser, response(TWEET));
    assertThat(post.getNetwork()).isEqualTo("x");
    assertThat(post.getId()).isEqualTo("1212092628029698048");
    assertThat(post.getVersion()).isEqualTo("1212092628029698048");
    assertThat(post.getOperation()).isEqualTo("CREATE");
    assertThat(post.getEventTime()).isEqualTo(Instant.parse("2019-12-31T19:26:16Z"));
    assertThat(post.getUrl()).isEqualTo("https://x.com/ada/status/1212092628029698048");
    assertThat(post.getAuthorId()).isEqualTo("2244994945");
    assertThat(post.getAuthorName()).isEqualTo("ada");
    assertThat(post.getTags()).containsExactly("news");
    assertThat(post.getLinks()).extracting(Link::getUrl).containsExactly("https://gazette.test/a");
    assertThat(post.getEngagement().getViews()).isEqualTo(99);
  }

  @Test
  void anEditBelongsToTheFirstVersion() {
    Post post =
        Parse.post(
            parser,
            response(
                TWEET.replace(
                    "[\"1212092628029698048\"]",
                    "[\"1212092627178287104\", \"1212092628029698048\"]")));
    assertThat(post.getId()).isEqualTo("1212092627178287104");
    assertThat(post.getVersion()).isEqualTo("1212092628029698048");
    assertThat(post.getOperation()).isEqualTo("UPDATE");
  }

  @Test
  void theIdTellsTheTimeWhereTheResponseDoesNot() {
    Post post =
        Parse.post(
            parser, response(TWEET.replace("\"created_at\": \"2019-12-31T19:26:16.000Z\",", "")));
    assertThat(post.getEventTime())
        .isBetween(Instant.parse("2019-12-31T19:26:16Z"), Instant.parse("2019-12-31T19:26:17Z"));
  }

  @Test
  void aTimeWithoutMillisecondsIsRead() {
    assertThat(Parse.post(parser, response(TWEET.replace(".000Z", "Z"))).getEventTime())
        .isEqualTo(Instant.parse("2019-12-31T19:26:16Z"));
  }

  @Test
  void theLongTextOfANoteIsTheText() {
    String note =
        "\"note_tweet\": {\"text\": \"All of it\", \"entities\": {\"urls\": [{\"expanded_url\": \"https://gazette.test/b\"}]}},";
    Post post = Parse.post(parser, response(TWEET.replace("\"lang\"", note + "\"lang\"")));
    assertThat(post.getText()).isEqualTo("All of it");
    assertThat(post.getLinks()).hasSize(2);
  }

  @Test
  void referencesToOtherPostsAreNamed() {
    String references =
        "\"referenced_tweets\": [{\"type\": \"replied_to\", \"id\": \"5\"}, {\"type\": \"quoted\", \"id\": \"6\"}],";
    Post post = Parse.post(parser, response(TWEET.replace("\"lang\"", references + "\"lang\"")));
    assertThat(post.getReplyTo()).isEqualTo("5");
    assertThat(post.getRepostOf()).isEqualTo("6");
  }

  @Test
  void goodTweetsGoOnBesideADamagedOne() {
    List<Parsed> parsed =
        Parse.all(parser, response(TWEET + ", {\"id\": \"twelve\", \"text\": \"x\"}, " + TWEET));
    assertThat(parsed).hasSize(3).element(1).isInstanceOf(Parsed.Malformed.class);
    DeadLetter letter = ((Parsed.Malformed) parsed.get(1)).letter();
    assertThat(letter.getItem()).isEqualTo("twelve");
    assertThat(letter.getErrorType()).isEqualTo("malformed-field");
  }

  @Test
  void errorsAndOtherObjectsAreSkippedByName() {
    assertThat(Parse.all(parser, "{\"errors\": [{\"title\": \"Not Found Error\"}]}"))
        .containsExactly(new Parsed.Skipped("error"));
    assertThat(
            Parse.all(
                parser, "{\"data\": {\"id\": \"1\", \"name\": \"Ada\", \"username\": \"ada\"}}"))
        .containsExactly(new Parsed.Skipped("user"));
  }

  @Test
  void anOptionalFieldOfAnotherTypeNeverCostsThePost() {
    for (String field :
        List.of(
            "author_id",
            "lang",
            "created_at",
            "edit_history_tweet_ids",
            "public_metrics",
            "entities",
            "referenced_tweets",
            "note_tweet",
            "attachments")) {
      for (String value : List.of("null", "7", "true", "\"odd\"", "[]", "[7, null, {}]", "{}")) {
        String odd =
            TWEET.substring(0, TWEET.lastIndexOf('}')) + ", \"" + field + "\": " + value + "}";
        assertThat(Parse.post(parser, response(odd)).getVersion())
            .as(field + " " + value)
            .isEqualTo("1212092628029698048");
      }
    }
  }

  @Test
  void aUrlWithoutItsExpansionIsTheShortOne() {
    for (String expansion : List.of("", "\"expanded_url\": null,", "\"expanded_url\": \"\",")) {
      Post post =
          Parse.post(
              parser,
              response(TWEET.replace("\"expanded_url\": \"https://gazette.test/a\",", expansion)));
      assertThat(post.getLinks()).extracting(Link::getUrl).containsExactly("https://t.co/a");
    }
  }

  @Test
  void theTextIsUnescapedAndALinkToThePostItselfIsNone() {
    Post post =
        Parse.post(
            parser,
            response(
                TWEET
                    .replace("Read ", "Q&amp;A &amp;lt; 3 &lt; 5 ")
                    .replace(
                        "https://gazette.test/a",
                        "https://twitter.com/i/web/status/1212092628029698048")));
    assertThat(post.getText()).startsWith("Q&A &lt; 3 < 5 ");
    assertThat(post.getLinks()).isEmpty();
  }

  @Test
  void aRepeatHasTheWholeTextAndTheLinksOfTheIncludedPost() {
    String repeat =
        "{\"id\": \"1212092628029698049\", \"text\": \"RT @zoe: Cut o…\", \"referenced_tweets\": [{\"type\": \"retweeted\", \"id\": \"1212092628029698048\"}]}";
    Post post =
        Parse.post(
            parser, "{\"data\": [" + repeat + "], \"includes\": {\"tweets\": [" + TWEET + "]}}");
    assertThat(post.getRepostOf()).isEqualTo("1212092628029698048");
    assertThat(post.getText()).isEqualTo("RT @zoe: Read https://t.co/a #News");
    assertThat(post.getLinks()).extracting(Link::getUrl).containsExactly("https://gazette.test/a");
  }
}
