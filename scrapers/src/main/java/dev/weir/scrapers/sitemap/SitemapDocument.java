package dev.weir.scrapers.sitemap;

import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.scrapers.feed.FeedItem;
import dev.weir.scrapers.feed.FeedParser;
import dev.weir.scrapers.feed.UnreadableFeedException;
import dev.weir.scrapers.text.StatedTime;
import dev.weir.scrapers.text.XmlDecoder;
import dev.weir.scrapers.xml.LargeDocuments;
import dev.weir.scrapers.xml.LooseXml;
import dev.weir.scrapers.xml.UnreadableXmlException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One sitemap document: URLs of pages or, in an index, of further documents. It may be XML, text
 * with one URL a line, RSS or Atom (sitemaps.org). XML that is not well-formed is read leniently;
 * entities are rejected. Pure.
 *
 * @param index whether the URLs are those of further documents
 * @param cut whether the document was truncated
 */
public record SitemapDocument(boolean index, List<Address> addresses, boolean cut) {
  /** The protocol's maximum number of URLs in one document. */
  static final int MAX_ADDRESSES = 50_000;

  private static final int MAX_EXPANDED = 50 << 20;

  /** A longer document is streamed, never held in memory as a whole. */
  private static final int LONG = 8 << 20;

  private static final Set<String> FEEDS = Set.of("rss", "rdf", "feed");
  private static final Set<String> ROOTS = Set.of("urlset", "sitemapindex", "rss", "rdf", "feed");

  private static final Pattern END =
      Pattern.compile("</(?:[\\w.-]+:)?(?:urlset|sitemapindex)\\s*>", Pattern.CASE_INSENSITIVE);

  public SitemapDocument {
    addresses = List.copyOf(addresses);
  }

  /** An absolute http or https URL and its last modification. */
  public record Address(String url, Optional<Instant> modified) {
    static Optional<Address> of(String base, String location, Optional<Instant> modified) {
      String stripped = location.strip();
      boolean isAbsolute =
          stripped.regionMatches(true, 0, "http://", 0, 7)
              || stripped.regionMatches(true, 0, "https://", 0, 8);
      Optional<String> url =
          isAbsolute ? Optional.of(stripped) : UrlNormalizer.resolve(base, stripped);
      return url.filter(it -> UrlNormalizer.host(it).isPresent())
          .map(it -> new Address(it, modified));
    }
  }

  /**
   * Reads a document, which may itself be compressed.
   *
   * @param contentType the {@code Content-Type} header, for its charset
   * @param url where it came from, to resolve its URLs; empty if unknown
   * @throws IOException if it is not a sitemap
   */
  public static SitemapDocument parse(byte[] body, Optional<String> contentType, String url)
      throws IOException {
    // A compressed document may expand a thousand times.
    long length = isPacked(body) ? MAX_EXPANDED : body.length;
    return LargeDocuments.inTurn(
        length, () -> isLong(body) ? readLong(body, url) : read(body, contentType, url));
  }

  /**
   * Streams a document that is too large for memory, up to its first error. Its charset is the one
   * that it declares.
   */
  private static SitemapDocument readLong(byte[] body, String url) throws IOException {
    SitemapHandler handler = new SitemapHandler(url);
    boolean whole;
    try (InputStream in = expanding(body)) {
      whole = LooseXml.stream(new Bounded(in, MAX_EXPANDED), handler);
    }
    SitemapDocument read =
        handler
            .document()
            .orElseThrow(
                () -> none(url, "more than " + LONG + " bytes that are no XML sitemap", null));
    return new SitemapDocument(read.index(), read.addresses(), read.cut() || !whole);
  }

  private static boolean isLong(byte[] body) throws IOException {
    if (!isPacked(body)) {
      return body.length > LONG;
    }
    try (InputStream in = expanding(body)) {
      return in.skip(LONG + 1L) > LONG;
    }
  }

  private static SitemapDocument read(byte[] body, Optional<String> contentType, String url)
      throws IOException {
    byte[] expanded = expanded(body);
    String text = XmlDecoder.decode(expanded, contentType).text().strip();
    if (text.indexOf('<') < 0) {
      return ofText(text, url);
    }
    try {
      SitemapHandler handler = LooseXml.stream(text, ROOTS, () -> new SitemapHandler(url));
      if (FEEDS.contains(handler.root())) {
        return ofFeed(expanded, contentType, url);
      }
      SitemapDocument document =
          handler.document().orElseThrow(() -> none(url, handler.root(), null));
      return END.matcher(text).find() ? document : document.brokenOff();
    } catch (UnreadableXmlException | UnreadableFeedException unreadable) {
      throw none(url, String.valueOf(unreadable.getMessage()), unreadable);
    }
  }

  /** The last URL of a truncated document may be incomplete. */
  private SitemapDocument brokenOff() {
    return addresses.isEmpty()
        ? this
        : new SitemapDocument(index, addresses.subList(0, addresses.size() - 1), true);
  }

  private static IOException none(String url, String got, @Nullable Exception cause) {
    String shown = got.length() <= 200 ? got : got.substring(0, 200) + "…";
    return new IOException("Expected a sitemap at " + url + ", got: " + shown, cause);
  }

  private static SitemapDocument ofText(String text, String url) throws IOException {
    List<Address> addresses =
        text.lines()
            .filter(line -> line.strip().startsWith("http"))
            .flatMap(line -> Address.of(url, line, Optional.empty()).stream())
            .limit(MAX_ADDRESSES + 1L)
            .toList();
    if (addresses.isEmpty()) {
      throw none(url, "text without any address", null);
    }
    return bounded(addresses);
  }

  private static SitemapDocument ofFeed(byte[] body, Optional<String> contentType, String url)
      throws UnreadableFeedException {
    return bounded(
        FeedParser.parse(body, contentType, url).items().stream()
            .flatMap(item -> ofItem(url, item).stream())
            .toList());
  }

  private static Optional<Address> ofItem(String url, FeedItem item) {
    Optional<Instant> modified = item.updated().or(item::published).map(StatedTime::at);
    return item.link().flatMap(link -> Address.of(url, link, modified));
  }

  private static SitemapDocument bounded(List<Address> addresses) {
    boolean isCut = addresses.size() > MAX_ADDRESSES;
    return new SitemapDocument(
        false, isCut ? addresses.subList(0, MAX_ADDRESSES) : addresses, isCut);
  }

  private static boolean isPacked(byte[] body) {
    return body.length >= 2 && body[0] == (byte) 0x1f && body[1] == (byte) 0x8b;
  }

  private static InputStream expanding(byte[] body) throws IOException {
    InputStream bytes = new ByteArrayInputStream(body);
    return isPacked(body) ? new GZIPInputStream(bytes) : bytes;
  }

  private static byte[] expanded(byte[] body) throws IOException {
    if (!isPacked(body)) {
      return body;
    }
    try (InputStream in = expanding(body)) {
      return in.readNBytes(LONG + 1);
    }
  }

  /** Stops at the protocol's maximum: the rest is not read. */
  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long limit) {
      super(in);
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      return left-- <= 0 ? -1 : super.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int count = super.read(target, offset, (int) Math.min(length, left));
      left -= Math.max(0, count);
      return count;
    }
  }
}
