package dev.weir.infra.cli.admin;

import dev.weir.infra.cli.shared.SettingsOption;
import dev.weir.infra.local.admin.Finding;
import dev.weir.infra.local.admin.SchemaApply;
import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.topic.TopicCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares the registry's schemas with ours, registers them, and moves them between registries. */
@Command(
    name = "schemas",
    mixinStandardHelpOptions = true,
    description =
        "Compares the registry's schemas with ours, registers them, or moves them as files.",
    footer = {
      "",
      "Examples:",
      "  ./weir schemas check",
      "  ./weir schemas export backup/",
      "  ./weir schemas import backup/ --settings cluster.yaml"
    })
@SuppressWarnings("NullAway.Init")
public final class SchemasCommand implements Callable<Integer> {
  private static final String EXTENSION = ".avsc";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Expected check, apply, export or import");
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description =
          "Says which schemas are registered, new, compatible or incompatible (exit 1), and registers none.")
  int check(@Mixin SettingsOption settings) throws IOException {
    return findings(settings, false);
  }

  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      description =
          "Registers our schemas under TOPIC-value at FULL_TRANSITIVE. Exit 1 when one is refused.")
  int apply(@Mixin SettingsOption settings) throws IOException {
    return findings(settings, true);
  }

  private int findings(SettingsOption option, boolean apply) throws IOException {
    ActiveSettings settings = option.active();
    try (RegistryClient registry = RegistryClient.create(settings.stack().registryUrl())) {
      SchemaApply schemas =
          new SchemaApply(registry, TopicCatalog.load(), settings.stack().topicPrefix());
      List<Finding> findings = apply ? schemas.apply() : schemas.check();
      return Drift.print("subject", findings, spec.commandLine().getOut());
    }
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Writes the newest schema of each of our subjects to FOLDER/SUBJECT.avsc.")
  int export(
      @Mixin SettingsOption option,
      @Parameters(paramLabel = "FOLDER", description = "Created when missing.") Path folder)
      throws IOException {
    ActiveSettings settings = option.active();
    Files.createDirectories(folder);
    try (RegistryClient registry = RegistryClient.create(settings.stack().registryUrl())) {
      for (String subject : registry.subjects()) {
        if (!subject.startsWith(settings.stack().topicPrefix())) {
          continue;
        }
        Path file = folder.resolve(fileName(subject));
        Files.writeString(file, registry.latest(subject).orElseThrow().toString(true) + "\n");
        spec.commandLine().getOut().println(file);
      }
    }
    return 0;
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description =
          "Registers each FOLDER/SUBJECT.avsc under its subject. Exit 1 when one is refused.")
  int importSchemas(
      @Mixin SettingsOption option,
      @Parameters(paramLabel = "FOLDER", description = "As export wrote it.") Path folder)
      throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.toString().endsWith(EXTENSION)).sorted().toList();
    }
    List<Finding> findings = new ArrayList<>();
    try (RegistryClient registry = RegistryClient.create(option.active().stack().registryUrl())) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        String subject = name.substring(0, name.length() - EXTENSION.length());
        Schema schema = new Schema.Parser().parse(file.toFile());
        findings.add(SchemaApply.register(registry, subject, schema));
      }
    }
    return Drift.print("subject", findings, spec.commandLine().getOut());
  }

  private static String fileName(String subject) {
    if (!subject.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException(
          "Expected a subject that can name a file, got: " + subject);
    }
    return subject + EXTENSION;
  }
}
