package dev.weir.scrapers.page.metadata;

import dev.weir.scrapers.page.markup.Texts;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The {@code meta} tags of a document by lower-case name. {@code property} (RDFa, Open Graph) takes
 * precedence over {@code name}, {@code itemprop} and {@code http-equiv}. A name may occur several
 * times, for example once for each author.
 */
final class MetaTags {
  private static final int MOST = 1_000;
  private final Map<String, Set<String>> properties = new HashMap<>();
  private final Map<String, Set<String>> others = new HashMap<>();

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
   * The first value of the first of these names that has one. Names use colons, whatever separator
   * the document uses.
   */
  Optional<String> first(String... names) {
    return each(names).findFirst();
  }

  /** All values of these names, name by name. */
  Stream<String> each(String... names) {
    return Stream.of(names).flatMap(name -> values(name).stream());
  }

  /** All values of the first of these names that has one. */
  Set<String> all(String... names) {
    return Stream.of(names)
        .map(this::values)
        .filter(values -> !values.isEmpty())
        .findFirst()
        .orElse(Set.of());
  }

  private Set<String> values(String name) {
    Set<String> stated = properties.get(name);
    return stated != null ? stated : others.getOrDefault(name, Set.of());
  }

  private static void put(Map<String, Set<String>> values, String names, String content) {
    for (String name : Texts.words(names.toLowerCase(Locale.ROOT))) {
      values.computeIfAbsent(name.replace('.', ':'), key -> new LinkedHashSet<>()).add(content);
    }
  }
}
