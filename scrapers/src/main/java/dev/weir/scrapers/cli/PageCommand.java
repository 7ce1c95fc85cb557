package dev.weir.scrapers.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.schemas.settings.SettingsException;
import dev.weir.scrapers.page.ExtractedPage;
import dev.weir.scrapers.page.PageExtractor;
import dev.weir.scrapers.page.SiteHints;
import dev.weir.scrapers.page.UnreadablePageException;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the content of one page, under the field names of the record {@code Page}. */
@Command(
    name = "page",
    mixinStandardHelpOptions = true,
    description =
        "Reads one HTML page and prints it as JSON, under the field names of the record Page.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrape page article.html --url https://gazette.example/article",
      "  scrape page https://gazette.example/article | jq -r .text",
      "  curl -s https://gazette.example/article | scrape page -"
    })
final class PageCommand implements Callable<Integer> {
  @Mixin private DocumentInput input = new DocumentInput();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Time zone for dates without one, such as Europe/Berlin.")
  private @Nullable ZoneId zone;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  PageCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    try {
      DocumentInput.Document document = input.read(System.in);
      PageExtractor extractor = new PageExtractor(UrlNormalizer::normalize);
      SiteHints hints = new SiteHints(Optional.ofNullable(zone));
      ExtractedPage page =
          extractor.extract(document.body(), document.contentType(), document.url(), hints);
      spec.commandLine().getOut().println(JsonLines.pretty(json(document, page)));
      return 0;
    } catch (IOException | UnreadablePageException failure) {
      spec.commandLine().getErr().println(failure.getMessage());
      return 1;
    } catch (SettingsException wrong) {
      spec.commandLine().getErr().println(wrong.getMessage());
      return 2;
    }
  }

  private static ObjectNode json(DocumentInput.Document document, ExtractedPage page) {
    ObjectNode node = JsonLines.object();
    Optional<String> requested = Optional.of(document.url()).filter(url -> !url.isEmpty());
    JsonLines.put(
        node, "url", page.canonicalUrl().or(() -> requested.flatMap(UrlNormalizer::normalize)));
    JsonLines.put(node, "requested_url", requested);
    JsonLines.put(node, "content_type", document.contentType());
    node.put("content_bytes", document.body().length);
    node.put("content_hash", page.contentHash());
    JsonLines.put(node, "title", page.title());
    JsonLines.put(node, "byline", page.byline());
    JsonLines.put(node, "excerpt", page.excerpt());
    JsonLines.put(node, "site_name", page.siteName());
    JsonLines.put(node, "language", page.language());
    node.put("text", page.text());
    JsonLines.put(node, "published_at", "published", page.published());
    page.modified().ifPresent(time -> node.put("modified_at", time.at().toString()));
    page.outlinks().forEach(node.putArray("outlinks")::add);
    node.put("truncated", page.truncated());
    return node;
  }
}
