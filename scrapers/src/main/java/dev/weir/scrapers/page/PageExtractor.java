package dev.weir.scrapers.page;

import dev.weir.ingest.source.Hashes;
import dev.weir.scrapers.page.article.MainText;
import dev.weir.scrapers.page.article.MainTextFinder;
import dev.weir.scrapers.page.link.Links;
import dev.weir.scrapers.page.markup.TagBudget;
import dev.weir.scrapers.page.metadata.LanguageGuesser;
import dev.weir.scrapers.page.metadata.Metadata;
import dev.weir.scrapers.page.metadata.MetadataReader;
import dev.weir.scrapers.text.DecodedText;
import dev.weir.scrapers.text.TextDecoder;
import java.util.Optional;
import java.util.function.Function;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/**
 * Extracts metadata, main text and links from the bytes of an HTML page.
 *
 * <p>Pure: the same bytes give the same page. No page can make it fail or run without end: nesting,
 * tags, text and links are limited by {@link ExtractionLimits}. Immutable and thread-safe.
 */
public final class PageExtractor {
  private final Function<String, Optional<String>> normalizer;
  private final ExtractionLimits limits;
  private final LanguageGuesser languages = new LanguageGuesser();

  /**
   * With the standard limits.
   *
   * @param normalizer normalizes an absolute URL; empty if it is not a web address
   */
  public PageExtractor(Function<String, Optional<String>> normalizer) {
    this(normalizer, ExtractionLimits.standard());
  }

  public PageExtractor(Function<String, Optional<String>> normalizer, ExtractionLimits limits) {
    this.normalizer = normalizer;
    this.limits = limits;
  }

  /**
   * Extracts one page.
   *
   * @param body the body, decompressed
   * @param contentType the {@code Content-Type} header, for its charset
   * @param url the URL of the body, to resolve links
   * @throws UnreadablePageException if the body is not text
   */
  public ExtractedPage extract(
      byte[] body, Optional<String> contentType, String url, SiteHints hints)
      throws UnreadablePageException {
    BinaryContent.refuse(body);
    DecodedText decoded = TextDecoder.html(body, contentType);
    TagBudget budget = TagBudget.of(decoded.text(), limits.tags());
    Document document =
        Parser.htmlParser().setMaxDepth(limits.depth()).parseInput(budget.text(), url);
    Links links = new Links(document, url, normalizer, limits.outlinks(), limits.outlinkLength());
    Metadata metadata = MetadataReader.read(document, hints.zone(), links);
    MainText main = MainTextFinder.find(document, metadata, limits.textLength());
    String title = metadata.title().orElse("");
    return new ExtractedPage(
        metadata.title(),
        metadata.byline().or(main::byline),
        metadata.excerpt().or(main::lead),
        metadata.siteName(),
        metadata.language().or(() -> languages.guess(main.text())),
        metadata.published(),
        metadata.modified(),
        main.text(),
        links.canonical(),
        links.outlinks(),
        Hashes.sha256(title + "\n\n" + main.text()),
        decoded.charset(),
        budget.exceeded() || links.truncated() || main.truncated());
  }
}
