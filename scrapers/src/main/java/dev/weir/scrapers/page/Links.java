package dev.weir.scrapers.page;

import dev.weir.ingest.url.Domains;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The links of a document, resolved against its base and normalised. */
final class Links {
  private static final int LONGEST = 2_048;
  private final Function<String, Optional<String>> normalizer;
  private final String url;
  private final Optional<String> canonical;
  private final Set<String> outlinks = new LinkedHashSet<>();
  private boolean truncated;

  Links(
      Document document,
      String url,
      Function<String, Optional<String>> normalizer,
      ExtractionLimits limits) {
    this.normalizer = normalizer;
    this.url = url;
    this.canonical = readCanonical(document);
    collect(document, limits);
  }

  /**
   * Normalised {@code rel=canonical} if it is of the same registrable domain; another site's claim
   * is no identity.
   */
  Optional<String> canonical() {
    return canonical;
  }

  List<String> outlinks() {
    return new ArrayList<>(outlinks);
  }

  boolean truncated() {
    return truncated;
  }

  private Optional<String> readCanonical(Document document) {
    for (Element link : document.select("link[rel][href]")) {
      boolean isCanonical =
          Texts.words(link.attr("rel").toLowerCase(Locale.ROOT)).contains("canonical");
      if (isCanonical) {
        return resolve(link).filter(target -> Domains.sameSite(target, url));
      }
    }
    return Optional.empty();
  }

  private void collect(Document document, ExtractionLimits limits) {
    int length = 0;
    for (Element anchor : document.select("a[href], area[href]")) {
      Optional<String> target = resolve(anchor);
      if (target.isEmpty() || outlinks.contains(target.get())) {
        continue;
      }
      length += target.get().length();
      if (outlinks.size() == limits.outlinks() || length > limits.outlinkLength()) {
        truncated = true;
        return;
      }
      outlinks.add(target.get());
    }
  }

  private Optional<String> resolve(Element link) {
    String href = link.attr("href").strip();
    if (href.isEmpty() || href.startsWith("#") || href.length() > LONGEST) {
      return Optional.empty();
    }
    String absolute = link.absUrl("href");
    return isWeb(absolute) ? normalizer.apply(absolute) : Optional.empty();
  }

  private static boolean isWeb(String address) {
    return address.regionMatches(true, 0, "http://", 0, 7)
        || address.regionMatches(true, 0, "https://", 0, 8);
  }
}
