package dev.weir.scrapers.feed;

import dev.weir.scrapers.text.XmlDecoder;
import dev.weir.scrapers.xml.LooseXml;
import dev.weir.scrapers.xml.UnreadableXmlException;
import java.util.Optional;
import java.util.Set;

/**
 * Parses feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1. The format is
 * detected from the bytes, since servers often send a wrong Content-Type.
 *
 * <p>XML that is not well-formed is read leniently, and the result says so. No external resource is
 * ever read: a document type is skipped, and one that declares entities is rejected. Pure and
 * thread-safe.
 */
public final class FeedParser {
  private static final Set<String> ROOTS = Set.of("rss", "rdf", "feed");

  private FeedParser() {}

  /**
   * Parses one feed.
   *
   * @param body the body, decompressed
   * @param contentType the {@code Content-Type} header, for its charset
   * @param url the URL of the body, to resolve links
   * @throws UnreadableFeedException if it is not a feed or is rejected
   */
  public static ParsedFeed parse(byte[] body, Optional<String> contentType, String url)
      throws UnreadableFeedException {
    String text = XmlDecoder.decode(body, contentType).text().strip();
    if (text.isEmpty()) {
      throw new UnreadableFeedException(
          UnreadableFeedException.Reason.EMPTY, "Expected a feed, got: no text");
    }
    if (text.startsWith("{")) {
      return JsonFeedReader.read(text, url);
    }
    if (text.indexOf('<') < 0) {
      throw new UnreadableFeedException(
          UnreadableFeedException.Reason.NOT_A_FEED,
          "Expected XML or JSON, got: text without any markup");
    }
    LooseXml.Parsed parsed = markup(text);
    return XmlFeedReader.read(parsed.document(), url, parsed.mended());
  }

  private static LooseXml.Parsed markup(String text) throws UnreadableFeedException {
    try {
      return LooseXml.parse(text, ROOTS);
    } catch (UnreadableXmlException unreadable) {
      UnreadableFeedException.Reason reason =
          switch (unreadable.reason()) {
            case MALFORMED -> UnreadableFeedException.Reason.MALFORMED;
            case ENTITIES -> UnreadableFeedException.Reason.ENTITIES;
            case TOO_LARGE -> UnreadableFeedException.Reason.TOO_LARGE;
          };
      throw new UnreadableFeedException(
          reason, String.valueOf(unreadable.getMessage()), unreadable);
    }
  }
}
