package dev.weir.scrapers.page.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTagsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          en                 | en
          EN_us              | en-US
          en-gb, fr;q=0.5    | en-GB
          en_US.UTF-8        | en-US
          eng                | en
          ger                | de
          english            | en
          Deutsch            | de
          en-UK              | en-GB
          en-EN              | en
          en-{{country}}     | en
          zh-hans-cn         | zh-Hans-CN
          es-419             | es-419
          iw                 | he
          fil                | fil
          """)
  void aDeclarationIsReadAsATag(String declared, String tag) {
    assertThat(LanguageTags.of(declared)).contains(tag);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{{ site.lang }}",
        "%lang%",
        "jp",
        "xx",
        "und",
        "x-default",
        "mul",
        "C",
        "languages",
        "null"
      })
  void whatIsNoLanguageIsNone(String declared) {
    assertThat(LanguageTags.of(declared)).isEmpty();
  }
}
