package dev.weir.infra.local.folder;

import dev.weir.schemas.settings.SettingsException;
import dev.weir.schemas.settings.SettingsFile;
import dev.weir.schemas.settings.StackSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The settings that a stack's programs read: every address filled in, and ports moved.
 *
 * @param file the settings
 * @param stack their section {@code stack} as the user wrote it, with ports moved: says what is
 *     embedded
 */
public record EffectiveSettings(SettingsFile file, StackSettings stack) {

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
   * @throws SettingsException where the section {@code stack} is wrong
   */
  public static EffectiveSettings of(SettingsFile given, DataFolder folder, int portOffset) {
    StackSettings stack =
        moved(given.section("stack", StackSettings.class), folder.root(), portOffset);
    return new EffectiveSettings(given.with("stack", Addresses.filled(stack)), stack);
  }

  /** The same settings with the simulator's hosts leading to its port on loopback. */
  public EffectiveSettings withSimulator() {
    String address = "127.0.0.1:" + stack.ports().simulator();
    Map<String, Object> http = new LinkedHashMap<>(map(file, "http"));
    http.put("connect-to", Map.of("*.test", address));
    http.put("allow-addresses", List.of(address));
    return new EffectiveSettings(file.with("http", http), stack);
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

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(SettingsFile file, String section) {
    return (Map<String, Object>) file.section(section, Map.class);
  }

  /**
   * The contact that goes into the User-Agent.
   *
   * @throws SettingsException when there is none: Weir does not fetch anonymously
   */
  public String contact() {
    return file.text("contact")
        .orElseThrow(
            () ->
                new SettingsException(
                    "Expected a contact in the settings, such as `contact: mailto:you@example.org`: it goes into the"
                        + " User-Agent, so that those whose sites are fetched can reach you. Or try ./weir up --demo,"
                        + " which fetches nothing from the network"));
  }
}
