package dev.weir.infra.local.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.settings.SettingsException;
import dev.weir.schemas.status.ProgramPlan;
import dev.weir.schemas.status.ProgramPlan.PlannedSource;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With shell scripts as the programs. */
class SourceProgramsTest {
  private static final ProgramPlan PLAN =
      new ProgramPlan(
          "pollers",
          List.of("murmur"),
          List.of(
              new PlannedSource("murmur/town", "https://town.test", "every 5s", List.of("TOKEN")),
              new PlannedSource("murmur/open", "https://open.test", "every 5s", List.of())));

  @Test
  void eachProgramSaysWhatItWouldFetch() throws Exception {
    assertThat(SourcePrograms.ask(List.of(script("echo '" + PLAN.toJson() + "'"))))
        .containsExactly(PLAN);
    assertThat(PLAN.hasWork()).isTrue();
    assertThat(new ProgramPlan("x", List.of(), PLAN.sources().subList(0, 1)).hasWork()).isFalse();
  }

  @Test
  void whatAProgramRefusesIsTheFaultOfTheSettings() {
    assertThatThrownBy(
            () ->
                SourcePrograms.ask(
                    List.of(script("echo 'weir.yaml:3: murmur.url: Expected one' >&2; exit 2"))))
        .isInstanceOf(SettingsException.class)
        .hasMessage("weir.yaml:3: murmur.url: Expected one");
  }

  @Test
  void aProgramThatFailsIsNoEmptyPlan() {
    assertThatThrownBy(() -> SourcePrograms.ask(List.of(script("echo broken >&2; exit 1"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken");
    assertThatThrownBy(() -> SourcePrograms.ask(List.of(script("echo hello"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Expected a program's plan as JSON, got: hello");
  }

  private static List<String> script(String text) {
    return List.of("/bin/sh", "-c", text);
  }
}
