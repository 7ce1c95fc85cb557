package dev.weir.scrapers.page.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshRedirectTest {
  private static final String URL = "http://gazette.test/dir/go";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0; url=/real                       | http://gazette.test/real
          0;URL='/real'                      | http://gazette.test/real
          0,url = "real" and more            | http://gazette.test/dir/real
          0 real                             | http://gazette.test/dir/real
          1.5; https://herald.test/a?b=1;c   | https://herald.test/a?b=1;c
          """)
  void aRefreshIsReadAsBrowsersReadIt(String content, String target) {
    String quoted = content.replace("\"", "&quot;");
    assertThat(target("<meta http-equiv=Refresh content=\"" + quoted + "\"><p>Redirecting</p>"))
        .contains(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "300; url=/real",
        "0",
        "0; url=",
        "5; url=#part",
        "0; url=javascript:alert(1)",
        "x"
      })
  void whatDoesNotSendOnAtOnceIsNoRedirect(String content) {
    assertThat(target("<meta http-equiv=refresh content=\"" + content + "\">")).isEmpty();
  }

  @Test
  void aPageWithTextOfItsOwnIsAPage() {
    assertThat(target("<meta http-equiv=refresh content='0; url=/real'><p>" + "word ".repeat(100)))
        .isEmpty();
  }

  @Test
  void aRefreshForReadersWithoutScriptsIsNotFollowed() {
    assertThat(
            target("<noscript><meta http-equiv=refresh content='0; url=/nojs'></noscript><p>App"))
        .isEmpty();
  }

  private static Optional<String> target(String html) {
    return RefreshRedirect.target(
        html.getBytes(StandardCharsets.UTF_8), Optional.of("text/html"), URL);
  }
}
