package dev.weir.scrapers.feed;

import com.rometools.rome.feed.atom.Entry;
import com.rometools.rome.feed.atom.Feed;
import com.rometools.rome.feed.synd.SyndPerson;
import dev.weir.scrapers.feed.Elements.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdom2.Document;
import org.jdom2.Element;
import org.jdom2.Namespace;

/** Atom 1.0 (RFC 4287) and its draft 0.3. */
final class AtomReader {
  private final Element root;
  private final FeedValues values;
  private final List<Name> published;
  private final List<Name> updated;

  AtomReader(Document document, String url) {
    this.root = document.getRootElement();
    this.values = new FeedValues(url);
    Namespace atom = root.getNamespace();
    this.published =
        List.of(new Name("published", atom), new Name("issued", atom), new Name("created", atom));
    this.updated = List.of(new Name("updated", atom), new Name("modified", atom));
  }

  ParsedFeed read(Feed feed, XmlDialect dialect, boolean mended) throws UnreadableFeedException {
    List<Element> elements = root.getChildren("entry", root.getNamespace());
    FeedValues.refuseTooMany(elements.size());
    List<FeedItem> items = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      items.add(item(feed.getEntries().get(i), elements.get(i), authors(feed.getAuthors())));
    }
    return new ParsedFeed(
        dialect.format(),
        dialect.version(),
        title(root),
        link(root),
        Optional.ofNullable(root.getAttributeValue("lang", Namespace.XML_NAMESPACE)),
        items,
        mended);
  }

  private FeedItem item(Entry entry, Element element, Optional<String> feedAuthors) {
    return new FeedItem(
        Optional.ofNullable(entry.getId()).flatMap(FeedValues::id),
        link(element),
        title(element),
        Elements.time(element, published),
        Elements.time(element, updated),
        authors(entry.getAuthors()).or(() -> feedAuthors));
  }

  private Optional<String> title(Element parent) {
    return TextConstruct.of(
        parent.getChild("title", root.getNamespace()), FeedLimits.LONGEST_TITLE);
  }

  /** A link without a relation is an alternate link (RFC 4287, 4.2.7.2). */
  private Optional<String> link(Element parent) {
    return values.link(parent.getChildren("link", root.getNamespace()));
  }

  private static Optional<String> authors(List<SyndPerson> persons) {
    String names =
        persons.stream()
            .map(SyndPerson::getName)
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining(", "));
    return FeedValues.line(names, FeedLimits.LONGEST_AUTHOR);
  }
}
