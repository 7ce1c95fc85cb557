package dev.weir.pollers.cli;

import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.source.Source;
import dev.weir.ingest.source.StreamSource;
import dev.weir.schemas.SettingsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tries the settings. */
@Command(
    name = "check",
    description = "Validates the settings and tries each source once, without publishing anything.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every source answered",
      "1:a source did not",
      "2:asked wrongly, or the settings are wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  poll check", "  poll check --settings town.yaml --listen 10s"})
final class CheckCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private SettingsOption settingsOption;

  @Option(
      names = "--listen",
      paramLabel = "TIME",
      defaultValue = "3s",
      description = "How long to listen to a stream; ${DEFAULT-VALUE} unless given.")
  @SuppressWarnings("NullAway.Init")
  private Duration listen;

  @Override
  public Integer call() throws Exception {
    SettingsFile settings = settingsOption.read();
    int failed = 0;
    try (ConfiguredSources configured =
        new ConfiguredSources(settings, System::getenv, InstantSource.system())) {
      Started.tell(configured, spec);
      for (Source source : configured.sources()) {
        failed += isAnswering(source) ? 0 : 1;
      }
    }
    return failed == 0 ? 0 : 1;
  }

  private boolean isAnswering(Source source) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      out.println(source.id() + ": " + counted(attempt(source)));
      return true;
    } catch (IOException e) {
      out.println(source.id() + ": failed: " + e.getMessage());
      return false;
    }
  }

  private List<PollResult> attempt(Source source) throws IOException, InterruptedException {
    if (source instanceof PollSource poll) {
      return List.of(poll.poll(PollRequest.of(Optional.empty(), InstantSource.system().instant())));
    }
    return listen((StreamSource) source);
  }

  private List<PollResult> listen(StreamSource source) throws IOException, InterruptedException {
    List<PollResult> pieces = new ArrayList<>();
    Instant end = InstantSource.system().instant().plus(listen);
    try {
      source.run(
          Optional.empty(),
          piece -> {
            pieces.add(piece);
            if (InstantSource.system().instant().isAfter(end)) {
              throw new InterruptedException("Heard enough");
            }
          });
    } catch (InterruptedException e) {
      if (InstantSource.system().instant().isBefore(end)) {
        throw e;
      }
    }
    return pieces;
  }

  private static String counted(List<PollResult> results) {
    Map<String, Integer> topics = new TreeMap<>(Map.of("posts", 0));
    for (PollResult result : results) {
      for (Outgoing record : result.records()) {
        topics.merge(record.topic(), 1, Integer::sum);
      }
    }
    StringBuilder line = new StringBuilder("answered");
    topics.forEach((topic, count) -> line.append(", ").append(count).append(" to ").append(topic));
    return line.toString();
  }
}
