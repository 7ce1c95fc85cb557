package dev.weir.scrapers.page.metadata;

import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** HTML microdata properties ({@code itemprop}) of a document; the first of each name is used. */
final class Microdata {
  private final Document document;

  Microdata(Document document) {
    this.document = document;
  }

  Optional<String> text(String property) {
    return find(property)
        .map(element -> element.hasAttr("content") ? element.attr("content") : element.text());
  }

  Optional<String> time(String property) {
    Optional<String> machine =
        find(property)
            .filter(element -> element.hasAttr("datetime"))
            .map(element -> element.attr("datetime"));
    return machine.or(() -> text(property));
  }

  private Optional<Element> find(String property) {
    return Optional.ofNullable(
        document.selectFirst("[itemprop~=(?i)(^|\\s)" + property + "(\\s|$)]"));
  }
}
