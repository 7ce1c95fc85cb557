package dev.weir.scrapers.feed;

import com.rometools.rome.feed.rss.Channel;
import com.rometools.rome.feed.rss.Guid;
import com.rometools.rome.feed.rss.Item;
import dev.weir.scrapers.feed.Elements.Name;
import dev.weir.scrapers.text.StatedTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdom2.Document;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jspecify.annotations.Nullable;

/** RSS of every version. */
final class RssReader {
  private static final List<Name> PUBLISHED =
      List.of(
          new Name("pubDate", Namespace.NO_NAMESPACE),
          new Name("date", Elements.DC),
          new Name("published", FeedNormalizer.ATOM),
          new Name("issued", Elements.DC_TERMS),
          new Name("created", Elements.DC_TERMS));
  private static final List<Name> UPDATED =
      List.of(
          new Name("updated", FeedNormalizer.ATOM),
          new Name("modified", Elements.DC_TERMS),
          new Name("lastBuildDate", Namespace.NO_NAMESPACE));

  private final Element channel;
  private final FeedValues values;

  RssReader(Document document, String url) {
    this.channel = document.getRootElement().getChild("channel");
    this.values = new FeedValues(url);
  }

  ParsedFeed read(Channel feed, XmlDialect dialect, boolean mended) throws UnreadableFeedException {
    List<Element> elements = channel.getChildren("item");
    FeedValues.refuseTooMany(elements.size());
    List<FeedItem> items = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      items.add(item(feed.getItems().get(i), elements.get(i)));
    }
    return new ParsedFeed(
        dialect.format(),
        dialect.version(),
        title(channel),
        link(channel),
        Optional.ofNullable(feed.getLanguage())
            .or(() -> Elements.text(channel, List.of(new Name("language", Elements.DC)))),
        items,
        mended);
  }

  private FeedItem item(Item item, Element element) {
    Optional<String> id = id(item.getGuid(), element);
    Optional<StatedTime> published = Elements.time(element, PUBLISHED);
    return new FeedItem(
        id,
        link(element).or(() -> permanentLink(item.getGuid())),
        title(element),
        published,
        Elements.time(element, UPDATED),
        Authors.of(element));
  }

  private static Optional<String> title(Element parent) {
    return TextConstruct.of(parent.getChild("title"), FeedLimits.LONGEST_TITLE)
        .or(
            () ->
                TextConstruct.of(parent.getChild("title", Elements.DC), FeedLimits.LONGEST_TITLE));
  }

  private static Optional<String> id(@Nullable Guid guid, Element element) {
    Optional<String> stated =
        guid == null || guid.getValue() == null ? Optional.empty() : FeedValues.id(guid.getValue());
    return stated.or(
        () ->
            Optional.ofNullable(element.getAttributeValue("about", Elements.RDF))
                .flatMap(FeedValues::id));
  }

  private Optional<String> link(Element element) {
    Optional<String> own = values.link(element.getChildren("link"));
    return own.or(() -> values.link(element.getChildren("link", FeedNormalizer.ATOM)));
  }

  /** A guid is a link unless it says otherwise (RSS 2.0). */
  private Optional<String> permanentLink(@Nullable Guid guid) {
    if (guid == null
        || guid.getValue() == null
        || !guid.isPermaLink()
        || !guid.getValue().strip().startsWith("http")) {
      return Optional.empty();
    }
    return values.link(guid.getValue());
  }
}
