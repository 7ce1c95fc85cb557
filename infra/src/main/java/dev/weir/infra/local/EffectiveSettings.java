package dev.weir.infra.local;

import dev.weir.schemas.Durations;
import dev.weir.schemas.SettingsException;
import dev.weir.schemas.SettingsFile;
import dev.weir.schemas.StackSettings;
import dev.weir.schemas.TimeSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a stack's programs read: every address filled in, ports moved, and sources left
 * out whose key is not in the environment.
 *
 * @param file the settings
 * @param stack their section {@code stack} as the user wrote it, with ports moved: tells what is
 *     embedded
 * @param skipped the sources left out, each with the reason
 */
public record EffectiveSettings(SettingsFile file, StackSettings stack, List<String> skipped) {
  private static final List<String> WITH_KEYS = List.of("mastodon", "jetstream", "x");
  private static final String ENVIRONMENT_KEY = "-env";

  /** The settings of the demo: the simulator as the source, and short windows. */
  public static SettingsFile demo() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(EffectiveSettings.class.getResourceAsStream("demo.yaml"))) {
      return SettingsFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "demo.yaml");
    }
  }

  /**
   * Fills in what is left open.
   *
   * @param given the user's settings
   * @param folder where the stack's data goes
   * @param portOffset moves all ports of embedded servers
   * @param environment where keys are looked up
   * @throws SettingsException where the settings cannot be, also where a network would be polled
   *     too rarely: its poller would refuse to start
   */
  public static EffectiveSettings of(
      SettingsFile given,
      DataFolder folder,
      int portOffset,
      UnaryOperator<@Nullable String> environment) {
    StackSettings stack =
        moved(given.section("stack", StackSettings.class), folder.root(), portOffset);
    requireInTime(given);
    List<String> skipped = new ArrayList<>();
    SettingsFile file = given.with("stack", Addresses.filled(stack));
    for (String section : WITH_KEYS) {
      if (given.has(section)) {
        file = file.with(section, withKeys(given, section, environment, skipped));
      }
    }
    return new EffectiveSettings(file, stack, List.copyOf(skipped));
  }

  /** The same settings with the simulator's hosts leading to its port on loopback. */
  public EffectiveSettings withSimulator() {
    String address = "127.0.0.1:" + stack.ports().simulator();
    Map<String, Object> http = new LinkedHashMap<>(map(file, "http"));
    http.put("connect-to", Map.of("*.test", address));
    http.put("allow-addresses", List.of(address));
    return new EffectiveSettings(file.with("http", http), stack, skipped);
  }

  private static StackSettings moved(StackSettings stack, Path root, int portOffset) {
    return new StackSettings(
        root,
        stack.topicPrefix(),
        stack.kafka(),
        stack.registry(),
        stack.s3(),
        stack.catalog(),
        stack.ports().plus(portOffset));
  }

  private static void requireInTime(SettingsFile given) {
    TimeSettings time = given.section("time", TimeSettings.class);
    for (String section : WITH_KEYS) {
      for (Map<String, Object> entry : entries(given, section)) {
        if (entry.get("every") instanceof String every) {
          time.requireInTime(section, String.valueOf(entry.get("name")), duration(section, every));
        }
      }
    }
  }

  private static Duration duration(String section, String every) {
    try {
      return Durations.parse(every);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(section + ".every: " + e.getMessage());
    }
  }

  private static List<Map<String, Object>> withKeys(
      SettingsFile given,
      String section,
      UnaryOperator<@Nullable String> environment,
      List<String> skipped) {
    List<Map<String, Object>> kept = new ArrayList<>();
    for (Map<String, Object> entry : entries(given, section)) {
      Optional<String> missing = missingKey(entry, environment);
      if (missing.isEmpty()) {
        kept.add(entry);
      } else {
        skipped.add(
            section + "/" + entry.get("name") + " lacks its key: " + missing.get() + " is not set");
      }
    }
    return kept;
  }

  private static Optional<String> missingKey(
      Map<String, Object> entry, UnaryOperator<@Nullable String> environment) {
    return entry.entrySet().stream()
        .filter(setting -> setting.getKey().endsWith(ENVIRONMENT_KEY))
        .map(setting -> String.valueOf(setting.getValue()))
        .filter(variable -> environment.apply(variable) == null)
        .findFirst();
  }

  /** The entries of a list section, as they stand. */
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> entries(SettingsFile file, String section) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Map<?, ?> entry : file.list(section, Map.class)) {
      entries.add((Map<String, Object>) entry);
    }
    return entries;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(SettingsFile file, String section) {
    return (Map<String, Object>) file.section(section, Map.class);
  }

  /** What will be fetched and how often, a line a source. */
  public List<String> sources() {
    List<String> lines = new ArrayList<>();
    for (String section : List.of("feeds", "sitemaps", "mastodon", "jetstream", "x")) {
      for (Map<String, Object> entry : entries(file, section)) {
        Object what = entry.getOrDefault("url", entry.getOrDefault("query", ""));
        lines.add(
            "%s/%s  %s  %s"
                .formatted(singular(section), entry.get("name"), what, how(section, entry)));
      }
    }
    for (Map<String, Object> site : entries(file, "sites")) {
      lines.add(
          "site/%s  pages that feeds, sitemaps and posts lead to".formatted(site.get("domain")));
    }
    return lines;
  }

  private static String how(String section, Map<String, Object> entry) {
    if (section.equals("jetstream")) {
      return "as it comes";
    }
    return entry.containsKey("every") ? "every " + entry.get("every") : "at the usual intervals";
  }

  private static String singular(String section) {
    return section.endsWith("s") ? section.substring(0, section.length() - 1) : section;
  }

  /** Whether the scrapers have anything to do. */
  public boolean hasScrapers() {
    return !file.list("shorteners", String.class).isEmpty()
        || List.of("feeds", "sitemaps", "sites").stream()
            .anyMatch(section -> !entries(file, section).isEmpty());
  }

  /** Whether the pollers have anything to do. */
  public boolean hasPollers() {
    return WITH_KEYS.stream().anyMatch(section -> !entries(file, section).isEmpty());
  }

  /**
   * The contact that goes into the User-Agent.
   *
   * @throws SettingsException when there is none: nobody is to be fetched from anonymously
   */
  public String contact() {
    return file.text("contact")
        .orElseThrow(
            () ->
                new SettingsException(
                    "Expected a contact in the settings, such as `contact: mailto:you@example.org`: it goes into the"
                        + " User-Agent, so that those whose sites are fetched can reach you. Or try ./weir up --demo,"
                        + " which fetches from nobody"));
  }
}
