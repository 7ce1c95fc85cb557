package dev.weir.scrapers.page;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The {@code meta} tags of a document by lower-case name, whether they say {@code name}, {@code
 * property} or {@code itemprop}.
 */
final class MetaTags {
  private static final int MOST = 1_000;
  private final Map<String, String> values = new HashMap<>();

  MetaTags(Document document) {
    int count = 0;
    for (Element meta : document.select("meta[content]")) {
      String content = Texts.collapse(meta.attr("content"));
      if (content.isEmpty() || ++count > MOST) {
        continue;
      }
      put(meta.attr("property"), content);
      put(meta.attr("name"), content);
      put(meta.attr("http-equiv"), content);
      put(meta.attr("itemprop"), content);
    }
  }

  /** The first of these names that has a value. Of several tags of one name the first counts. */
  Optional<String> first(String... names) {
    for (String name : names) {
      String value = values.get(name);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private void put(String names, String content) {
    for (String name : Texts.words(names.toLowerCase(Locale.ROOT))) {
      if (!name.isEmpty()) {
        values.putIfAbsent(name.replace('.', ':'), content);
      }
    }
  }
}
