package dev.weir.scrapers.page;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The {@code meta} tags of a document by lower-case name. What is called {@code property} (RDFa,
 * Open Graph) beats what is called {@code name}, {@code itemprop} or {@code http-equiv}; of several
 * tags of one name the first counts.
 */
final class MetaTags {
  private static final int MOST = 1_000;
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> others = new HashMap<>();

  MetaTags(Document document) {
    int count = 0;
    for (Element meta : document.select("meta[content]")) {
      String content = Texts.collapse(meta.attr("content"));
      if (content.isEmpty() || ++count > MOST) {
        continue;
      }
      put(properties, meta.attr("property"), content);
      put(others, meta.attr("name"), content);
      put(others, meta.attr("http-equiv"), content);
      put(others, meta.attr("itemprop"), content);
    }
  }

  /**
   * The first of these names that has a value; they are written with colons, whatever the document
   * parts them with.
   */
  Optional<String> first(String... names) {
    for (String name : names) {
      String value = properties.containsKey(name) ? properties.get(name) : others.get(name);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private static void put(Map<String, String> values, String names, String content) {
    for (String name : Texts.words(names.toLowerCase(Locale.ROOT))) {
      values.putIfAbsent(name.replace('.', ':'), content);
    }
  }
}
