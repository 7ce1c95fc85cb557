package dev.weir.ingest.program;

import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.settings.HttpSettings;
import dev.weir.ingest.shard.RunOptions;
import dev.weir.schemas.settings.SettingsException;
import dev.weir.schemas.settings.SettingsFile;
import dev.weir.schemas.status.ProgramPlan;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A program that runs the sources of some types. Immutable. */
public final class SourceProgram {
  private final String name;
  private final List<SourceType> types;
  private final UnaryOperator<RunOptions> options;
  private final UnaryOperator<@Nullable String> environment;

  SourceProgram(
      String name,
      List<SourceType> types,
      UnaryOperator<RunOptions> options,
      UnaryOperator<@Nullable String> environment) {
    this.name = name;
    this.types = types.stream().sorted(Comparator.comparing(SourceType::stage)).toList();
    this.options = options;
    this.environment = environment;
  }

  /**
   * The program with the source types of its name on the class path.
   *
   * @param name its name as an application: all its instances share the sources
   * @param options adds what its sources need beyond the ordinary
   */
  public static SourceProgram load(String name, UnaryOperator<RunOptions> options) {
    List<SourceType> types =
        ServiceLoader.load(SourceType.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(type -> type.program().equals(name))
            .toList();
    return new SourceProgram(name, types, options, System::getenv);
  }

  String name() {
    return name;
  }

  RunOptions options(RunOptions ordinary) {
    return options.apply(ordinary);
  }

  /**
   * What it would fetch, including sources that cannot run.
   *
   * @throws SettingsException if the settings are invalid
   */
  ProgramPlan plan(SettingsFile settings) {
    List<ProgramPlan.PlannedSource> sources = new ArrayList<>();
    for (Entry entry : entries(settings)) {
      ConfiguredSource source = entry.source();
      sources.add(
          new ProgramPlan.PlannedSource(
              source.id(), source.what(), source.often(), missing(source)));
    }
    return new ProgramPlan(name, sections(), sources);
  }

  /**
   * Makes the sources without connecting.
   *
   * @param notes receives the names of skipped sources and the reasons
   * @throws SettingsException if the settings are invalid or leave no source
   */
  OpenedSources open(SettingsFile settings, Consumer<String> notes) {
    List<Entry> able = new ArrayList<>();
    for (Entry entry : entries(settings)) {
      List<String> missing = missing(entry.source());
      if (missing.isEmpty()) {
        able.add(entry);
      } else {
        notes.accept(
            "Left out %s: the environment has no %s"
                .formatted(entry.source().id(), String.join(", ", missing)));
      }
    }
    if (able.isEmpty()) {
      throw new SettingsException(
          "Expected a source that can run in one of the settings' sections "
              + sections()
              + ", got none");
    }
    String contact = contact(settings);
    InstantSource clock = InstantSource.system();
    HttpSettings http = settings.section("http", HttpSettings.class);
    PoliteHttpClient client = PoliteHttpClient.create(http, contact, clock);
    SourceContext context = new SourceContext(client, clock, environment);
    return new OpenedSources(
        client,
        able.stream()
            .map(one -> new OpenedSources.One(one.type(), one.source().maker().make(context)))
            .toList());
  }

  /**
   * The contact for site owners.
   *
   * @throws SettingsException if it is not set
   */
  public static String contact(SettingsFile settings) {
    return settings
        .text("contact")
        .orElseThrow(
            () ->
                new SettingsException(
                    "Expected a contact for the User-Agent, such as contact: mailto:you@example.org, got none"));
  }

  private List<String> sections() {
    return types.stream().map(SourceType::section).sorted().toList();
  }

  private List<Entry> entries(SettingsFile settings) {
    settings.refuseMisspelt(sections());
    List<Entry> entries = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (SourceType type : types) {
      for (ConfiguredSource source : type.configured(settings)) {
        if (!ids.add(source.id())) {
          throw new SettingsException(
              type.section() + ": Expected each source once, got: " + source.id() + " twice");
        }
        entries.add(new Entry(type, source));
      }
    }
    return entries;
  }

  private List<String> missing(ConfiguredSource source) {
    return source.variables().stream().filter(this::isUnset).toList();
  }

  private boolean isUnset(String variable) {
    String value = environment.apply(variable);
    return value == null || value.isBlank();
  }

  private record Entry(SourceType type, ConfiguredSource source) {}
}
