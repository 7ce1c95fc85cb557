package dev.weir.scrapers.feed;

import com.rometools.rome.feed.WireFeed;
import com.rometools.rome.feed.atom.Feed;
import com.rometools.rome.feed.rss.Channel;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.WireFeedInput;
import dev.weir.scrapers.feed.UnreadableFeedException.Reason;
import java.util.Locale;
import org.jdom2.Document;

/** Reads RSS and Atom with Rome, after {@link FeedNormalizer}. */
final class XmlFeedReader {
  private XmlFeedReader() {}

  static ParsedFeed read(Document document, String url, boolean mended)
      throws UnreadableFeedException {
    XmlDialect dialect = FeedNormalizer.conform(document);
    WireFeed feed = wireFeed(document);
    if (feed instanceof Channel channel) {
      return new RssReader(document, url).read(channel, dialect, mended);
    }
    if (feed instanceof Feed atom) {
      return new AtomReader(document, url).read(atom, dialect, mended);
    }
    throw new UnreadableFeedException(
        Reason.NOT_A_FEED, "Expected RSS or Atom, got: " + feed.getFeedType());
  }

  private static WireFeed wireFeed(Document document) throws UnreadableFeedException {
    try {
      return new WireFeedInput(false, Locale.US).build(document);
    } catch (FeedException | RuntimeException refused) {
      throw new UnreadableFeedException(
          Reason.MALFORMED,
          "Expected the structure of a feed, got: " + refused.getMessage(),
          refused);
    }
  }
}
