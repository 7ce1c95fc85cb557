package dev.weir.pollers.x;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import twitter4j.PaginationToken;
import twitter4j.TweetsResponse;
import twitter4j.Twitter;
import twitter4j.TwitterException;
import twitter4j.TwitterFactory;
import twitter4j.TwitterObjectFactory;
import twitter4j.TwitterV2;
import twitter4j.TwitterV2ExKt;
import twitter4j.V2ConfigurationKt;
import twitter4j.conf.Configuration;
import twitter4j.conf.ConfigurationBuilder;

/** X's recent search through Twitter4J and its v2 extension. */
final class RecentSearch {
  private static final int PAGE = 100;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final String EXPANSIONS = "author_id";
  private static final String TWEET_FIELDS =
      "attachments,author_id,conversation_id,created_at,edit_history_tweet_ids,entities,lang,note_tweet,public_metrics,referenced_tweets";
  private static final String USER_FIELDS = "id,name,username";

  private final TwitterV2 twitter;

  RecentSearch(XSettings settings, String bearerToken) {
    Configuration configuration =
        new ConfigurationBuilder()
            .setApplicationOnlyAuthEnabled(true)
            // Not used with a bearer token, but required.
            .setOAuthConsumerKey("none")
            .setOAuthConsumerSecret("none")
            .setOAuth2TokenType("Bearer")
            .setOAuth2AccessToken(bearerToken)
            .setJSONStoreEnabled(true)
            .setHttpConnectionTimeout(TIMEOUT_MILLIS)
            .setHttpReadTimeout(TIMEOUT_MILLIS)
            .setHttpRetryCount(0)
            .build();
    Twitter core = new TwitterFactory(configuration).getInstance();
    V2ConfigurationKt.getV2Configuration(core.getConfiguration()).setBaseURL(settings.url());
    this.twitter = TwitterV2ExKt.getV2(core);
  }

  /**
   * A page, newest first.
   *
   * @param body as received, since the library drops unknown fields
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Page(byte[] body, Optional<Long> newestId, Optional<String> nextToken) {}

  Page page(
      String query, @Nullable Long sinceId, @Nullable Instant startTime, @Nullable String nextToken)
      throws TwitterException {
    TweetsResponse response =
        twitter.searchRecent(
            query,
            null,
            EXPANSIONS,
            PAGE,
            null,
            nextToken == null ? null : new PaginationToken(nextToken),
            null,
            null,
            sinceId,
            startTime == null ? null : Date.from(startTime),
            TWEET_FIELDS,
            null,
            USER_FIELDS);
    // The text is kept per thread, until the next call.
    String json = String.valueOf(TwitterObjectFactory.getRawJSON(response));
    var meta = Optional.ofNullable(response.getMeta());
    return new Page(
        json.getBytes(StandardCharsets.UTF_8),
        meta.map(twitter4j.Meta::getNewestId),
        meta.map(twitter4j.Meta::getNextToken).map(PaginationToken::getValue));
  }
}
