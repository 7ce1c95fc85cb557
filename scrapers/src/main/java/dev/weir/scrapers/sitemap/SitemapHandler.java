package dev.weir.scrapers.sitemap;

import dev.weir.scrapers.sitemap.SitemapDocument.Address;
import dev.weir.scrapers.text.DateParser;
import dev.weir.scrapers.text.StatedTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Collects the URLs of a sitemap or an index while it is parsed (sitemaps.org/protocol.html).
 *
 * <p>Namespaces are not compared with the protocol's, since old and wrong ones are common. An
 * element is recognized by its name, its depth, and having the namespace of its entry: the {@code
 * loc} of an image is not a page.
 */
final class SitemapHandler extends DefaultHandler {
  private static final int LONGEST = 8_192;

  /** A year or a month alone, which the protocol's W3C dates permit. */
  private static final Pattern PART_OF_DATE = Pattern.compile("(\\d{4})(?:-(\\d{2}))?");

  private final String base;
  private final List<Address> addresses = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private String root = "";
  private String entryNamespace = "";
  private boolean inEntry;
  private String location = "";
  private String modified = "";
  private String bareText = "";
  private int depth;
  private boolean isCut;

  SitemapHandler(String base) {
    this.base = base;
  }

  /** Local name of the root element in lower case. */
  String root() {
    return root;
  }

  /** The result; empty if the root element is not that of a sitemap. */
  Optional<SitemapDocument> document() {
    return isIndex() || root.equals("urlset")
        ? Optional.of(new SitemapDocument(isIndex(), addresses, isCut))
        : Optional.empty();
  }

  private boolean isIndex() {
    return root.equals("sitemapindex");
  }

  @Override
  public void startElement(String uri, String local, String name, Attributes attributes) {
    depth++;
    String plain = local.toLowerCase(Locale.ROOT);
    if (depth == 1) {
      root = plain;
    } else if (depth == 2) {
      inEntry = plain.equals(isIndex() ? "sitemap" : "url");
      entryNamespace = uri;
      location = "";
      modified = "";
      bareText = "";
    } else if (depth == 3) {
      bareText += text.toString().strip();
    }
    text.setLength(0);
  }

  @Override
  public void endElement(String uri, String local, String name) {
    if (inEntry && depth == 3 && uri.equals(entryNamespace)) {
      String plain = local.toLowerCase(Locale.ROOT);
      if (plain.equals("loc") && location.isEmpty()) {
        location = text.toString().strip();
      } else if (plain.equals("lastmod")) {
        modified = text.toString();
      }
    } else if (inEntry && depth == 2) {
      addEntry();
    }
    text.setLength(0);
    depth--;
  }

  /** Some indexes write the URL directly into the entry. */
  private void addEntry() {
    inEntry = false;
    String written = location.isEmpty() ? bareText + text.toString().strip() : location;
    if (written.isEmpty()) {
      return;
    }
    if (addresses.size() >= SitemapDocument.MAX_ADDRESSES) {
      isCut = true;
      return;
    }
    Address.of(base, written, time(modified.strip())).ifPresent(addresses::add);
  }

  @Override
  public void characters(char[] characters, int start, int length) {
    if (text.length() < LONGEST && depth <= 3) {
      text.append(characters, start, Math.min(length, LONGEST));
    }
  }

  private static Optional<Instant> time(String written) {
    Matcher part = PART_OF_DATE.matcher(written);
    String whole =
        !part.matches()
            ? written
            : part.group(1) + "-" + (part.group(2) == null ? "01" : part.group(2)) + "-01";
    return DateParser.parse(whole, Optional.empty()).map(StatedTime::at);
  }
}
