package dev.weir.pollers.cli;

import dev.weir.ingest.program.CheckOnce;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
  @Mixin private final CheckOnce command = new CheckOnce();

  @Option(
      names = "--listen",
      paramLabel = "TIME",
      defaultValue = "3s",
      description = "How long to listen to a stream; ${DEFAULT-VALUE} unless given.")
  @SuppressWarnings("NullAway.Init")
  private Duration listen;

  @Override
  public Integer call() throws Exception {
    return command.check(
        new Pollers(System::getenv), settings -> List.of(), CheckCommand::counted, listen);
  }

  private static CheckOnce.Verdict counted(List<PollResult> results) {
    Map<String, Integer> topics = new TreeMap<>(Map.of("posts", 0));
    for (PollResult result : results) {
      for (Outgoing record : result.records()) {
        topics.merge(record.topic(), 1, Integer::sum);
      }
    }
    StringBuilder line = new StringBuilder("answered");
    topics.forEach((topic, count) -> line.append(", ").append(count).append(" to ").append(topic));
    return new CheckOnce.Verdict(line.toString(), true);
  }
}
