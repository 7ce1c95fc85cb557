package dev.weir.scrapers.cli;

import dev.weir.ingest.program.Programs;
import dev.weir.ingest.program.SourceProgram;
import dev.weir.ingest.shard.RunOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The scrapers' command line. */
@Command(
    name = "scrape",
    description = "Follows feeds and sitemaps, fetches pages, and publishes what is new.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PageCommand.class,
      FeedCommand.class,
      SitemapCommand.class,
      RobotsCommand.class,
      UrlCommand.class
    })
public final class ScrapeCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the command line, to run it or to generate completion. */
  public static CommandLine commandLine() {
    return Programs.commandLine(
        new ScrapeCommand(), SourceProgram.load("scrapers", RunOptions::withFrontier));
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Expected a command");
  }
}
