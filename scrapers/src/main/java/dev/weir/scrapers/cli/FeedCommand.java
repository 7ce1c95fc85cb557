package dev.weir.scrapers.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.settings.SettingsException;
import dev.weir.scrapers.feed.FeedItem;
import dev.weir.scrapers.feed.FeedParser;
import dev.weir.scrapers.feed.ParsedFeed;
import dev.weir.scrapers.feed.UnreadableFeedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the items of one feed. */
@Command(
    name = "feed",
    mixinStandardHelpOptions = true,
    description =
        "Reads one feed (RSS, Atom or JSON Feed) and prints its items as JSON, one a line.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrape feed https://gazette.example/feed.xml | jq -r .link",
      "  scrape feed feed.xml --url https://gazette.example/feed.xml"
    })
final class FeedCommand implements Callable<Integer> {
  @Mixin private DocumentInput input = new DocumentInput();
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  FeedCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try {
      DocumentInput.Document document = input.read(System.in);
      ParsedFeed feed = FeedParser.parse(document.body(), document.contentType(), document.url());
      feed.items().forEach(item -> spec.commandLine().getOut().println(JsonLines.line(json(item))));
      if (feed.mended()) {
        err.println("The feed is not well-formed and was read leniently.");
      }
      return 0;
    } catch (IOException | UnreadableFeedException failure) {
      err.println(failure.getMessage());
      return 1;
    } catch (SettingsException wrong) {
      spec.commandLine().getErr().println(wrong.getMessage());
      return 2;
    }
  }

  private static ObjectNode json(FeedItem item) {
    ObjectNode node = JsonLines.object();
    JsonLines.put(node, "id", item.id());
    JsonLines.put(node, "link", item.link());
    JsonLines.put(node, "title", item.title());
    JsonLines.put(node, "author", item.author());
    JsonLines.put(node, "published_at", "published", item.published());
    JsonLines.put(node, "updated_at", "updated", item.updated());
    return node;
  }
}
