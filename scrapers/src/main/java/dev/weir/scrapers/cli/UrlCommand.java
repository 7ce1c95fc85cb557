package dev.weir.scrapers.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.ingest.program.Programs;
import dev.weir.ingest.url.Domains;
import dev.weir.ingest.url.UrlNormalizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the normal form of URLs. */
@Command(
    name = "url",
    mixinStandardHelpOptions = true,
    description =
        "Prints the normal form of URLs as JSON, one a line: url, canonical_url, domain. Text that"
            + " is not an http or https URL has null for both. Nothing is fetched.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:read", "1:no such file", "2:wrong usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrape url 'https://Gazette.example/a?utm_source=x'",
      "  scrape url urls.txt | jq -r .canonical_url | sort -u",
      "  cut -f2 links.tsv | scrape url -"
    })
final class UrlCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|URL|-",
      description = "URLs, or files with one URL a line; - is standard input.")
  private List<String> from = new ArrayList<>();

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  UrlCommand() {}

  @Override
  public Integer call() {
    try {
      for (String one : from) {
        urls(one).forEach(url -> spec.commandLine().getOut().println(JsonLines.line(json(url))));
      }
      return 0;
    } catch (NoSuchFileException absent) {
      spec.commandLine()
          .getErr()
          .println("Expected a file, an http(s) URL or -, got: " + absent.getFile());
      return 1;
    } catch (IOException failure) {
      spec.commandLine().getErr().println(failure.getMessage());
      return 1;
    }
  }

  private static List<String> urls(String from) throws IOException {
    if (from.regionMatches(true, 0, "http:", 0, 5) || from.regionMatches(true, 0, "https:", 0, 6)) {
      return List.of(from);
    }
    String text = new String(Programs.read(from, System.in), StandardCharsets.UTF_8);
    String unmarked = text.startsWith("\ufeff") ? text.substring(1) : text;
    return unmarked.lines().filter(line -> !line.isBlank()).toList();
  }

  private static ObjectNode json(String url) {
    Optional<String> canonical = UrlNormalizer.normalize(url);
    return JsonLines.object()
        .put("url", url)
        .put("canonical_url", canonical.orElse(null))
        .put("domain", canonical.flatMap(Domains::ofUrl).orElse(null));
  }
}
