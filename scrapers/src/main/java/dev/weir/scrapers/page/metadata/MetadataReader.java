package dev.weir.scrapers.page.metadata;

import dev.weir.scrapers.page.link.Links;
import dev.weir.scrapers.page.markup.Texts;
import dev.weir.scrapers.text.DateParser;
import dev.weir.scrapers.text.StatedTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Reads a document's metadata: JSON-LD first, then {@code meta} tags, then microdata, then visible
 * markup.
 */
public final class MetadataReader {
  private static final int LONGEST_TITLE = 500;
  private static final int LONGEST_BYLINE = 300;
  private static final int LONGEST_EXCERPT = 2_000;
  private static final int LONGEST_NAME = 200;
  private static final double SAME_TITLE = 0.75;
  private static final Pattern ADDRESS = Pattern.compile("(?i)^(?:https?:)?//\\S+$");

  private final Document document;
  private final Optional<ZoneId> zone;
  private final JsonLd jsonLd;
  private final MetaTags meta;
  private final Microdata microdata;

  private MetadataReader(Document document, Optional<ZoneId> zone, Links links) {
    this.document = document;
    this.zone = zone;
    this.jsonLd = JsonLd.read(document, links, document.title());
    this.meta = new MetaTags(document);
    this.microdata = new Microdata(document);
  }

  /**
   * Reads the metadata.
   *
   * @param links the document's links, which know its address
   */
  public static Metadata read(Document document, Optional<ZoneId> zone, Links links) {
    MetadataReader reader = new MetadataReader(document, zone, links);
    return new Metadata(
        reader.title(),
        reader.byline(),
        reader.excerpt(),
        reader.siteName(),
        reader.language(),
        reader.published(),
        reader.modified());
  }

  private Optional<String> title() {
    String cleaned = PageTitle.of(document);
    return first(
        LONGEST_TITLE,
        () -> jsonLdTitle(cleaned),
        () ->
            meta.first(
                "dc:title",
                "dcterm:title",
                "dcterms:title",
                "og:title",
                "weibo:article:title",
                "weibo:webpage:title"),
        () -> meta.first("title", "twitter:title", "parsely-title"),
        () -> Optional.of(cleaned),
        () -> microdata.text("headline"));
  }

  /**
   * An article may have a name and a headline; the headline is the title if it alone resembles the
   * page's own title.
   */
  private Optional<String> jsonLdTitle(String cleaned) {
    Optional<String> headline = jsonLd.headline();
    Optional<String> name = jsonLd.name();
    boolean headlineAlone = isLike(headline, cleaned) && !isLike(name, cleaned);
    return headlineAlone ? headline : name.or(() -> headline);
  }

  private static boolean isLike(Optional<String> candidate, String title) {
    return candidate.filter(text -> Texts.similarity(text, title) > SAME_TITLE).isPresent();
  }

  private Optional<String> byline() {
    return first(
        LONGEST_BYLINE,
        jsonLd::byline,
        () ->
            names(
                meta.all(
                    "dc:creator",
                    "dcterm:creator",
                    "dcterms:creator",
                    "author",
                    "parsely-author",
                    "sailthru:author",
                    "citation_author")),
        () -> names(meta.all("article:author")));
  }

  /** The names among the values as one line: the HTML Standard does not forbid several authors. */
  private static Optional<String> names(Set<String> values) {
    List<String> found = values.stream().filter(MetadataReader::isName).toList();
    boolean inverted = found.stream().anyMatch(name -> name.indexOf(',') >= 0);
    String names = String.join(inverted ? "; " : ", ", found);
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  private Optional<String> excerpt() {
    return first(
        LONGEST_EXCERPT,
        jsonLd::excerpt,
        () ->
            meta.first(
                "dc:description", "dcterm:description", "dcterms:description", "og:description"),
        () ->
            meta.first(
                "weibo:article:description",
                "weibo:webpage:description",
                "description",
                "twitter:description"));
  }

  private Optional<String> siteName() {
    return first(LONGEST_NAME, jsonLd::siteName, () -> meta.first("og:site_name"));
  }

  private Optional<String> language() {
    return Stream.<Supplier<Optional<String>>>of(
            () -> attribute("html[lang]", "lang"),
            () -> attribute("html[xml:lang]", "xml:lang"),
            () -> meta.first("content-language"),
            () -> attribute("body[lang]", "lang"),
            jsonLd::language,
            () -> meta.first("og:locale", "dc:language", "dcterms:language"))
        .map(source -> source.get().flatMap(LanguageTags::of))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> attribute(String selector, String name) {
    Element element = document.selectFirst(selector);
    return element == null ? Optional.empty() : Optional.of(element.attr(name));
  }

  private Optional<StatedTime> published() {
    return firstTime(
        Stream.of(
            jsonLd::published,
            () ->
                meta.each(
                    "article:published_time",
                    "og:article:published_time",
                    "parsely-pub-date",
                    "datepublished",
                    "dcterms:created",
                    "dcterms:issued",
                    "dc:date:issued",
                    "dc:date",
                    "dcterms:date",
                    "pubdate",
                    "publishdate",
                    "publish-date",
                    "publication_date",
                    "sailthru:date",
                    "date"),
            () -> microdata.time("datePublished").stream(),
            () -> VisibleTime.published(document).stream()));
  }

  private Optional<StatedTime> modified() {
    return firstTime(
        Stream.of(
            jsonLd::modified,
            () ->
                meta.each(
                    "article:modified_time",
                    "og:updated_time",
                    "og:article:modified_time",
                    "datemodified",
                    "dcterms:modified",
                    "dc:date:modified",
                    "last-modified",
                    "lastmod"),
            () -> microdata.time("dateModified").stream()));
  }

  /** The first value that is a date; placeholders are skipped. */
  private Optional<StatedTime> firstTime(Stream<Supplier<Stream<String>>> sources) {
    return sources
        .flatMap(Supplier::get)
        .map(text -> DateParser.parse(text, zone))
        .flatMap(Optional::stream)
        .findFirst();
  }

  @SafeVarargs
  private static Optional<String> first(int most, Supplier<Optional<String>>... sources) {
    return Stream.of(sources)
        .map(source -> source.get().flatMap(text -> Texts.plain(text, most)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static boolean isName(String text) {
    return !ADDRESS.matcher(text).matches();
  }
}
