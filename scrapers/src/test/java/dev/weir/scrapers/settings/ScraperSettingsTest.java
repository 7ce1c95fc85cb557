package dev.weir.scrapers.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.settings.SettingsException;
import dev.weir.schemas.settings.SettingsFile;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScraperSettingsTest {
  @Test
  void theSectionsAreRead() {
    ScraperSettings settings =
        read(
            """
            contact: mailto:you@example.org
            http: {delay: 500ms}
            sites: [{domain: gazette.test, delay: 200ms, zone: Europe/Berlin}]
            shorteners: [GO.test]
            feeds: [{name: gazette, url: "http://gazette.test/feed.xml", every: 60s}]
            sitemaps: [{name: gazette, url: "http://gazette.test/sitemap.xml"}]
            """);
    assertThat(settings.http().delay()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.domains()).containsExactlyInAnyOrder("gazette.test", "go.test");
    assertThat(settings.feeds().get(0).every()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.sitemaps().get(0).every()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.sitemaps().get(0).maxUrls()).isEqualTo(5000);
  }

  @Test
  void theDomainsOfThousandsOfSitesAreNotCopiedForEachSource() {
    Set<String> domains =
        read("sites: [{domain: a.test}, {domain: b.test}, {domain: c.test}]").domains();
    assertThat(Set.copyOf(domains)).isSameAs(domains);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "feeds: [{name: a}]                                            | feeds.url",
        "feeds: [{name: 'a b', url: 'http://a.test/'}]                 | feeds.name",
        "feeds: [{name: a, url: 'file:///etc/passwd'}]                 | http or https",
        "feeds: [{name: a, url: 'http://a.test/', every: 10ms}]        | at least 1s",
        "feeds: [{name: a, url: 'http://a.test/', evry: 10s}]          | every",
        "feeds: [{name: a, url: 'http://a.test/'}, {name: a, url: 'http://b.test/'}] | twice",
        "sitemaps: [{name: a, url: 'http://a.test/', max-urls: 0}]     | max-urls",
        "sites: [{domain: a.test, zone: Mars/Base}]                    | a time zone",
        "sites: [{domain: www.a.test}]                                 | did you mean a.test",
        "shorteners: [l.go.test]                                       | did you mean go.test",
        "sites: [{domain: a.test}, {domain: a.test}]                   | twice",
      })
  void whatCannotBeIsNamed(String yaml, String culprit) {
    assertThatThrownBy(() -> read("contact: mailto:you@example.org\n" + yaml))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(culprit);
  }

  private static ScraperSettings read(String yaml) {
    return ScraperSettings.of(SettingsFile.parse(yaml, "weir.yaml"));
  }
}
