package dev.weir.pollers.cli;

import dev.weir.ingest.program.Programs;
import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.pollers.Network;
import dev.weir.pollers.Origin;
import dev.weir.pollers.Parsed;
import dev.weir.schemas.record.DeadLetter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Parses a payload and prints its posts, for scripts. */
@Command(
    name = "parse",
    description =
        "Prints the posts in a payload as JSON lines; what is no post is counted on standard error.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every item was read or skipped on purpose",
      "1:an item could not be read, or the file could not",
      "2:asked wrongly"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  poll parse mastodon timeline.json",
      "  curl -s https://mastodon.example/api/v1/timelines/public | poll parse mastodon -",
      "  poll parse bluesky jetstream.jsonl | jq -r .text"
    })
final class ParseCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NETWORK",
      completionCandidates = Networks.class,
      description = "One of: ${COMPLETION-CANDIDATES}.")
  @SuppressWarnings("NullAway.Init")
  private String network;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "A payload, or JSON lines; - reads standard input.")
  @SuppressWarnings("NullAway.Init")
  private String file;

  @Option(
      names = "--instance",
      paramLabel = "URL",
      description = "The Mastodon instance that the payload is from.")
  private @Nullable String instance;

  @Option(
      names = "--source",
      paramLabel = "ID",
      description = "The source to name in the posts; parse/NETWORK unless given.")
  private @Nullable String source;

  @Option(
      names = "--observed-at",
      paramLabel = "TIME",
      description = "When the payload was received, in ISO 8601; now unless given.")
  private @Nullable Instant observedAt;

  @Override
  public Integer call() {
    Function<String, Optional<String>> normalizer = UrlNormalizer::normalize;
    Origin origin =
        new Origin(
            source == null ? "parse/" + network : source,
            observedAt == null ? Clock.systemUTC().instant() : observedAt);
    try {
      return print(
          network().parser(Optional.ofNullable(instance), normalizer).parse(payload(), origin));
    } catch (IOException e) {
      spec.commandLine().getErr().println("Could not read " + file + ": " + e);
      return 1;
    }
  }

  private Network network() {
    return Network.all().stream()
        .filter(candidate -> candidate.network().equalsIgnoreCase(network))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "Expected a network out of " + new Networks().names() + ", got: " + network));
  }

  /** The names of the networks on the class path. */
  private static final class Networks implements Iterable<String> {
    List<String> names() {
      return Network.all().stream().map(Network::network).toList();
    }

    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }

  private byte[] payload() throws IOException {
    try {
      return Programs.read(file, System.in);
    } catch (NoSuchFileException e) {
      throw new ParameterException(spec.commandLine(), "Expected a file or -, got: " + file, e);
    }
  }

  private int print(List<Parsed> items) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Map<String, Integer> skipped = new TreeMap<>();
    int malformed = 0;
    for (Parsed item : items) {
      if (item instanceof Parsed.Item post) {
        out.println(post.post());
      } else if (item instanceof Parsed.Skipped other) {
        skipped.merge(other.kind(), 1, Integer::sum);
      } else if (item instanceof Parsed.Malformed bad) {
        malformed++;
        DeadLetter letter = bad.letter();
        err.println(
            letter.getItem() + ": " + letter.getErrorType() + ": " + letter.getErrorMessage());
      }
    }
    skipped.forEach((kind, count) -> err.println("Skipped " + count + " of kind " + kind));
    out.flush();
    err.flush();
    return malformed == 0 ? 0 : 1;
  }
}
