package dev.weir.tests.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.infra.local.folder.DataFolder;
import dev.weir.infra.local.folder.EffectiveSettings;
import dev.weir.schemas.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings that come with Weir are accepted by the programs that {@code up} starts. */
class GivenSettingsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"poll", "scrape"})
  void theDemosSettingsAreAccepted(String program) throws IOException {
    assertAccepted(program, EffectiveSettings.demo());
  }

  @ParameterizedTest
  @ValueSource(strings = {"poll", "scrape"})
  void theSettingsInTheCheckoutAreAccepted(String program) throws IOException {
    Path file = Path.of(System.getProperty("weir.root")).resolve("weir.yaml");
    assertAccepted(program, SettingsFile.read(file).with("contact", "mailto:a@b.test"));
  }

  private void assertAccepted(String program, SettingsFile given) throws IOException {
    EffectiveSettings settings =
        EffectiveSettings.of(given, new DataFolder(folder), 0).withSimulator();
    Files.writeString(folder.resolve("weir.yaml"), settings.file().yaml());
    CommandRun run = CommandRun.of(folder, List.of(program, "describe", "--settings", "weir.yaml"));
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains(", every ");
  }
}
