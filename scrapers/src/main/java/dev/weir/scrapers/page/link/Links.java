package dev.weir.scrapers.page.link;

import dev.weir.ingest.url.Domains;
import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.scrapers.page.markup.Texts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The links of a document, resolved against its base and normalized. */
public final class Links {
  private static final int LONGEST = 2_048;
  private static final int MOST_CANONICAL = 20;
  private static final Pattern LOOSE = Pattern.compile("^https?://(?:www\\.)?|/+$");

  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "(?i)\\{\\{|\\{%|<%|<\\?|\\$\\{|%7b%7b|^(?:undefined|null|none|false|true|nan)/?$");

  private final Function<String, Optional<String>> normalizer;
  private final Document document;
  private final String url;
  private final Optional<String> canonical;
  private final Set<String> outlinks = new LinkedHashSet<>();
  private boolean truncated;

  public Links(
      Document document,
      String url,
      Function<String, Optional<String>> normalizer,
      int mostOutlinks,
      int mostCharacters) {
    this.document = document;
    this.normalizer = normalizer;
    this.url = url;
    this.canonical = readCanonical();
    collect(mostOutlinks, mostCharacters);
  }

  /**
   * Normalized {@code rel=canonical}, if it can be this page's identity. It is ignored if it
   *
   * <ul>
   *   <li>is on another registrable domain, since anybody could claim that;
   *   <li>is the site's front page and this page is not: some templates write the site's URL into
   *       every page;
   *   <li>differs from others on the page, unless one of them is the page's own URL (search engines
   *       ignore all of them).
   * </ul>
   *
   * <p>One in the {@code head} takes precedence over one in the {@code body}.
   */
  public Optional<String> canonical() {
    return canonical;
  }

  public List<String> outlinks() {
    return new ArrayList<>(outlinks);
  }

  public boolean truncated() {
    return truncated;
  }

  /**
   * Whether a URL from the document is this page: its address or canonical URL, ignoring the
   * scheme, {@code www.} and a trailing slash.
   */
  public boolean isThisPage(String reference) {
    String target = loose(resolve(reference).orElse(""));
    return !target.isEmpty()
        && (target.equals(loose(normalizer.apply(url).orElse(url)))
            || canonical.filter(own -> loose(own).equals(target)).isPresent());
  }

  /** Whether a URL from the document is another page of the same site. */
  public boolean isOtherPage(String reference) {
    return !isThisPage(reference)
        && resolve(reference)
            .filter(target -> Domains.sameSite(target, url) && !FrontPages.isFrontPage(target))
            .isPresent();
  }

  private static String loose(String address) {
    return LOOSE.matcher(address).replaceAll("");
  }

  private Optional<String> readCanonical() {
    Set<String> stated = canonicals("head link[rel][href]");
    if (stated.isEmpty()) {
      stated = canonicals("body link[rel][href]");
    }
    Optional<String> own = normalizer.apply(url).filter(stated::contains);
    return own.isPresent() || stated.size() != 1 ? own : stated.stream().findFirst();
  }

  private Set<String> canonicals(String selector) {
    Set<String> stated = new LinkedHashSet<>();
    int count = 0;
    for (Element link : document.select(selector)) {
      boolean isCanonical =
          Texts.words(link.attr("rel").toLowerCase(Locale.ROOT)).contains("canonical");
      if (isCanonical && ++count <= MOST_CANONICAL) {
        resolve(withScheme(link.attr("href").strip()))
            .filter(target -> Domains.sameSite(target, url))
            .filter(target -> !FrontPages.isFrontPage(target) || FrontPages.mayBe(url))
            .ifPresent(stated::add);
      }
    }
    return stated;
  }

  /**
   * A canonical URL without a scheme that begins with the page's host, and so would resolve as
   * relative. Empty if a template was not filled in.
   */
  private String withScheme(String stated) {
    if (PLACEHOLDER.matcher(stated).find()) {
      return "";
    }
    String host = UrlNormalizer.host(url).orElse("");
    boolean lacksScheme =
        !host.isEmpty() && stated.regionMatches(true, 0, host + "/", 0, host.length() + 1);
    return lacksScheme ? "//" + stated : stated;
  }

  private void collect(int most, int mostCharacters) {
    int length = 0;
    for (Element anchor : document.select("a[href], area[href]")) {
      Optional<String> target = resolve(anchor.attr("href"));
      if (target.isEmpty() || outlinks.contains(target.get())) {
        continue;
      }
      length += target.get().length();
      if (outlinks.size() == most || length > mostCharacters) {
        truncated = true;
        return;
      }
      outlinks.add(target.get());
    }
  }

  private Optional<String> resolve(String reference) {
    String href = reference.strip();
    if (href.isEmpty() || href.startsWith("#") || href.length() > LONGEST) {
      return Optional.empty();
    }
    String absolute = References.resolve(document, href);
    return isWeb(absolute) ? normalizer.apply(absolute) : Optional.empty();
  }

  private static boolean isWeb(String address) {
    return address.regionMatches(true, 0, "http://", 0, 7)
        || address.regionMatches(true, 0, "https://", 0, 8);
  }
}
