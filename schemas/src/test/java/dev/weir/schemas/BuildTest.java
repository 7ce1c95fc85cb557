package dev.weir.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildTest {
  @Test
  void theVersionIsThatOfTheBuild() {
    assertThat(Build.version()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(Build.userAgent("mailto:a@b.test"))
        .isEqualTo("Weir/" + Build.version() + " (+mailto:a@b.test)");
  }
}
