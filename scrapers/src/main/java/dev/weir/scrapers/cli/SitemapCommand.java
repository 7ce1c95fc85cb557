package dev.weir.scrapers.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.settings.SettingsException;
import dev.weir.scrapers.sitemap.SitemapDocument;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the URLs of one sitemap. */
@Command(
    name = "sitemap",
    mixinStandardHelpOptions = true,
    description = {
      "Reads one sitemap (XML, text, RSS or Atom, also compressed) or index of sitemaps and prints"
          + " its URLs as JSON, one a line: url, last_modified (null if absent).",
      "The sitemaps of an index are not read."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:read", "1:no sitemap, or not reachable", "2:wrong usage or settings"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrape sitemap https://gazette.example/sitemap.xml | jq -r .url",
      "  scrape sitemap news.xml.gz --url https://gazette.example/news.xml.gz"
    })
final class SitemapCommand implements Callable<Integer> {
  @Mixin private DocumentInput input = new DocumentInput();
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  SitemapCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    try {
      DocumentInput.Document document = input.read(System.in);
      SitemapDocument sitemap =
          SitemapDocument.parse(document.body(), document.contentType(), document.url());
      sitemap
          .addresses()
          .forEach(address -> spec.commandLine().getOut().println(JsonLines.line(json(address))));
      if (sitemap.cut()) {
        spec.commandLine().getErr().println("The sitemap is too long; the rest was not read.");
      }
      return 0;
    } catch (IOException failure) {
      spec.commandLine().getErr().println(failure.getMessage());
      return 1;
    } catch (SettingsException wrong) {
      spec.commandLine().getErr().println(wrong.getMessage());
      return 2;
    }
  }

  private static ObjectNode json(SitemapDocument.Address address) {
    return JsonLines.object()
        .put("url", address.url())
        .put("last_modified", address.modified().map(Instant::toString).orElse(null));
  }
}
