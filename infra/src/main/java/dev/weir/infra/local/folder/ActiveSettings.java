package dev.weir.infra.local.folder;

import dev.weir.schemas.settings.SettingsFile;
import dev.weir.schemas.settings.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a command works with: those of the file, or where the file leaves servers to
 * the embedded stack, the effective ones of the stack that runs on its data folder (or ran there
 * last), the demo's among them.
 *
 * @param file the settings
 */
public record ActiveSettings(SettingsFile file) {
  /**
   * Finds them.
   *
   * @param path the file that the user named, or the default; a missing one is empty settings when
   *     it is the default
   */
  public static ActiveSettings of(Path path) throws IOException {
    SettingsFile given = read(path);
    StackSettings stack = given.section("stack", StackSettings.class);
    if (stack.kafka().external().isPresent() && stack.s3().external().isPresent()) {
      return new ActiveSettings(given);
    }
    Optional<DataFolder> running = new DataFolder(stack.dataDir()).current();
    return new ActiveSettings(
        running.isPresent() ? SettingsFile.read(running.get().effectiveSettings()) : given);
  }

  /**
   * Reads a settings file; when there is none, and it is the default one, all settings have their
   * defaults.
   */
  public static SettingsFile read(Path path) throws IOException {
    if (!Files.exists(path) && path.equals(Path.of("weir.yaml"))) {
      return SettingsFile.parse("", path.toString());
    }
    return SettingsFile.read(path);
  }

  /** The section {@code stack}. */
  public StackSettings stack() {
    return file.section("stack", StackSettings.class);
  }

  /**
   * Where credentials are looked up by the names of the settings: this process' environment, and
   * for the embedded S3 endpoint the credentials in the data folder.
   */
  public UnaryOperator<@Nullable String> environment() {
    StackSettings stack = stack();
    return name -> {
      String value = System.getenv(Objects.requireNonNull(name));
      return value != null ? value : embedded(stack, name);
    };
  }

  private static @Nullable String embedded(StackSettings stack, String name) {
    Path folder = new DataFolder(stack.dataDir()).data("s3");
    boolean access = name.equals(stack.s3().accessKeyEnv());
    if (!(access || name.equals(stack.s3().secretKeyEnv())) || !S3Credentials.exist(folder)) {
      return null;
    }
    try {
      S3Credentials credentials = S3Credentials.of(folder);
      return access ? credentials.accessKey() : credentials.secretKey();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
