package dev.weir.infra.cli.admin;

import dev.weir.infra.cli.shared.SettingsOption;
import dev.weir.infra.local.admin.Clients;
import dev.weir.infra.local.admin.Finding;
import dev.weir.infra.local.admin.TopicAdmin;
import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.schemas.topic.TopicCatalog;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares the broker's topics with the catalogue, and brings them in line. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description = "Compares the broker's topics with the catalogue, or creates and changes them.",
    footer = {
      "",
      "Examples:",
      "  ./weir topics check",
      "  ./weir topics apply --settings cluster.yaml"
    })
@SuppressWarnings("NullAway.Init")
public final class TopicsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Expected check or apply");
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Lists the differences and changes nothing. Exit 1 if there are any.")
  int check(@Mixin SettingsOption settings) throws IOException {
    return run(settings, false);
  }

  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      description =
          "Creates what is missing and sets what differs. Never changes a number of partitions.")
  int apply(@Mixin SettingsOption settings) throws IOException {
    return run(settings, true);
  }

  private int run(SettingsOption option, boolean apply) throws IOException {
    ActiveSettings settings = option.active();
    try (Admin admin = Clients.admin(settings.stack(), settings.environment())) {
      TopicAdmin topics =
          new TopicAdmin(admin, TopicCatalog.load(), settings.stack().topicPrefix());
      List<Finding> findings = apply ? topics.apply() : topics.check();
      return Drift.print("topic", findings, spec.commandLine().getOut());
    }
  }
}
