package dev.weir.infra.cli.data;

import dev.weir.infra.cli.shared.OutputOption;
import dev.weir.infra.cli.shared.SettingsOption;
import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.infra.stream.StartAt;
import dev.weir.infra.stream.Tail;
import dev.weir.schemas.topic.TopicCatalog;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Selects from the stream: a topic's records as JSON lines. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a topic's records as JSON lines, as they come.",
      "The condition is DuckDB's SQL over the record's fields, and _key, _partition, _offset and _time (when the broker took"
          + " it). SQL keywords, such as \"values\" and \"end\", need double quotes.",
      "Records that cannot be decoded are reported on standard error and skipped."
    },
    footer = {
      "",
      "Examples:",
      "  ./weir tail posts",
      "  ./weir tail posts --where \"language = 'de' AND list_contains(tags, 'wetter')\" -n 10",
      "  ./weir tail aggregates --from 10m --where \"metric = 'links' AND \\\"values\\\"['count'] > 3\"",
      "  ./weir tail dead-letters --from earliest --no-follow --meta"
    })
@SuppressWarnings("NullAway.Init")
public final class TailCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOption settings;

  @Parameters(
      paramLabel = "TOPIC",
      description =
          "pages, posts, mentions, aggregates, windows, coverage, cursors, frontier or dead-letters.")
  private String topic;

  @Option(
      names = "--where",
      paramLabel = "SQL",
      description = "Only records that satisfy this condition.")
  private @Nullable String where;

  @Option(
      names = "--from",
      paramLabel = "START",
      defaultValue = "latest",
      description =
          "earliest, latest, a time (2026-11-01T12:00:00Z or 2026-11-01) or how long ago (30s, 10m, 2h, 1d); default:"
              + " ${DEFAULT-VALUE}.")
  private String from;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "Stop after N printed records.")
  private @Nullable Long limit;

  @Option(
      names = "--no-follow",
      description = "Stop where the topic ended when the command started.")
  private boolean once;

  @Option(
      names = "--meta",
      description =
          "Print _key, _partition, _offset and _time with each record; a deleted key's record has nothing else.")
  private boolean envelope;

  @Override
  public Integer call() throws Exception {
    if (limit != null && limit < 1) {
      throw new ParameterException(spec.commandLine(), "Expected -n of at least 1, got: " + limit);
    }
    ActiveSettings active = settings.active();
    Tail.Request request =
        new Tail.Request(
            TopicCatalog.load().topic(topic),
            StartAt.parse(from, Clock.systemUTC().instant()),
            Optional.ofNullable(where),
            Optional.ofNullable(limit),
            !once,
            envelope);
    try {
      new Tail(
              active.stack(),
              active.environment(),
              spec.commandLine().getOut(),
              spec.commandLine().getErr())
          .run(request);
    } catch (SQLException e) {
      throw OutputOption.explained(e);
    }
    return 0;
  }
}
