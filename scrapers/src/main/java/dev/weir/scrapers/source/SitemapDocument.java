package dev.weir.scrapers.source;

import crawlercommons.sitemaps.AbstractSiteMap;
import crawlercommons.sitemaps.SiteMap;
import crawlercommons.sitemaps.SiteMapIndex;
import crawlercommons.sitemaps.SiteMapParser;
import crawlercommons.sitemaps.SiteMapURL;
import crawlercommons.sitemaps.UnknownFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One document of a sitemap: addresses of pages or, in an index, of further documents. Pure.
 * Document types, and with them entities, are refused.
 *
 * @param index whether the addresses are those of further documents
 * @param cut whether there was more than is read
 */
record SitemapDocument(boolean index, List<Address> addresses, boolean cut) {
  private static final int MAX_EXPANDED = 50 << 20;
  private static final int MAX_ADDRESSES = 50_000;

  /** A URL as written, and when it was last modified. */
  record Address(String url, Optional<Instant> modified) {}

  /**
   * Reads a document, which may be compressed in itself.
   *
   * @throws IOException where it is no sitemap
   */
  static SitemapDocument parse(byte[] body, String url) throws IOException {
    SiteMapParser parser = new SiteMapParser(false);
    try {
      AbstractSiteMap map = parser.parseSiteMap(expanded(body), new URL(url));
      return map instanceof SiteMapIndex index ? ofIndex(index) : ofPages((SiteMap) map);
    } catch (UnknownFormatException | RuntimeException | StackOverflowError e) {
      throw new IOException("Expected a sitemap at " + url + ", got: " + e.getMessage(), e);
    }
  }

  private static SitemapDocument ofIndex(SiteMapIndex index) {
    List<Address> addresses = new ArrayList<>();
    for (AbstractSiteMap child : index.getSitemaps()) {
      if (addresses.size() < MAX_ADDRESSES) {
        addresses.add(new Address(child.getUrl().toString(), instant(child.getLastModified())));
      }
    }
    return new SitemapDocument(true, addresses, index.getSitemaps().size() > addresses.size());
  }

  private static SitemapDocument ofPages(SiteMap map) {
    List<Address> addresses = new ArrayList<>();
    for (SiteMapURL page : map.getSiteMapUrls()) {
      if (addresses.size() < MAX_ADDRESSES) {
        addresses.add(new Address(page.getUrl().toString(), instant(page.getLastModified())));
      }
    }
    return new SitemapDocument(false, addresses, map.getSiteMapUrls().size() > addresses.size());
  }

  @SuppressWarnings("JavaUtilDate") // the parser's own type
  private static Optional<Instant> instant(@Nullable Date date) {
    return Optional.ofNullable(date).map(Date::toInstant);
  }

  private static byte[] expanded(byte[] body) throws IOException {
    if (body.length < 2 || body[0] != (byte) 0x1f || body[1] != (byte) 0x8b) {
      return body;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] bytes = in.readNBytes(MAX_EXPANDED + 1);
      if (bytes.length > MAX_EXPANDED) {
        throw new IOException("Expected a sitemap of at most " + MAX_EXPANDED + " bytes, got more");
      }
      return bytes;
    }
  }
}
