package dev.weir.infra.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.record.CoverageInterval;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CoverageBookTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void aGapThatWasAcceptedIsKeptBesideTheSourcesAndAQueryThatOnlyBeatsIsNot() {
    CoverageBook book = new CoverageBook();
    book.apply(interval("query/counts", "gap"));
    book.apply(interval("query/links", "complete"));
    book.apply(interval("mastodon/town", "complete"));
    assertThat(book.sources()).extracting(SourceCoverage::source).containsExactly("mastodon/town");
    assertThat(book.queries())
        .singleElement()
        .satisfies(
            query -> {
              assertThat(query.source()).isEqualTo("query/counts");
              assertThat(query.gaps()).extracting(SourceCoverage.Gap::end).containsExactly(NOON);
            });
  }

  private static CoverageInterval interval(String source, String status) {
    return CoverageInterval.newBuilder()
        .setSource(source)
        .setScope("all")
        .setStart(NOON.minusSeconds(60))
        .setEnd(NOON)
        .setStatus(status)
        .setObservedAt(NOON)
        .build();
  }
}
