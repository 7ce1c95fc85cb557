package dev.weir.scrapers.cli;

import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.schemas.settings.SettingsException;
import dev.weir.scrapers.robots.RobotsTxt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a robots.txt allows Weir to fetch. */
@Command(
    name = "robots",
    mixinStandardHelpOptions = true,
    description =
        "Reads one robots.txt and prints for each URL whether Weir may fetch it, as JSON, one a"
            + " line: url, allowed. Only the path and the query of a URL count: the file is used"
            + " for every host.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:read", "1:not reachable", "2:wrong usage or settings"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrape robots https://gazette.example/robots.txt https://gazette.example/news/1",
      "  scrape robots robots.txt https://gazette.example/a https://gazette.example/b | jq .allowed"
    })
final class RobotsCommand implements Callable<Integer> {
  @Mixin private DocumentInput input = new DocumentInput();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "URL",
      description = "The URLs to check.")
  private List<String> urls = new ArrayList<>();

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  RobotsCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    for (String url : urls) {
      if (UrlNormalizer.host(url).isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "Expected an http or https URL, got: " + url);
      }
    }
    try {
      DocumentInput.Document document = input.read(System.in);
      RobotsTxt robots =
          RobotsTxt.parse(
              document.body(), document.contentType().orElse("text/plain"), document.url());
      urls.forEach(url -> print(url, robots.isAllowed(url)));
      return 0;
    } catch (IOException failure) {
      spec.commandLine().getErr().println(failure.getMessage());
      return 1;
    } catch (SettingsException wrong) {
      spec.commandLine().getErr().println(wrong.getMessage());
      return 2;
    }
  }

  private void print(String url, boolean allowed) {
    spec.commandLine()
        .getOut()
        .println(JsonLines.line(JsonLines.object().put("url", url).put("allowed", allowed)));
  }
}
