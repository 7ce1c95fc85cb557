package dev.weir.tests.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.simulator.corpus.Corpus;
import dev.weir.trial.corpus.CorpusFolder;
import dev.weir.trial.corpus.CorpusReport;
import dev.weir.trial.corpus.CorpusTrial;
import dev.weir.trial.corpus.End;
import dev.weir.trial.corpus.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every recording through a whole Weir, once. */
@Tag("conformance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusIT {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  @TempDir static Path folder;

  private CorpusReport report;

  @BeforeAll
  void run() throws Exception {
    Path recordings = CorpusFolder.find();
    assumeTrue(
        Files.isDirectory(recordings),
        () -> "No recordings in " + recordings + "; WEIR_CORPUS names another folder");
    report = CorpusTrial.run(folder, Corpus.open(recordings), LIMIT, System.out::println);
    System.out.println(report.text());
  }

  @Test
  void everyRecordingIsAccountedForAndNothingElseIsThere() {
    assertThat(report.ledger().unaccounted()).isEmpty();
    assertThat(report.ledger().strangers()).isEmpty();
    assertThat(report.settled()).isTrue();
  }

  @Test
  void everyRecordingWasServedAndEveryPageIsInTheHistory() {
    for (Kind kind : Kind.values()) {
      assertThat(report.ledger().served(kind))
          .as(kind.label())
          .isPositive()
          .isEqualTo(report.ledger().recorded(kind));
    }
    assertThat(report.ledger().count(Kind.PAGE, End.KEPT))
        .isEqualTo(report.ledger().recorded(Kind.PAGE));
  }

  @Test
  void mainTextInTheHistoryHoldsTheExpectedWords() {
    assertThat(report.pages().pages()).isEqualTo(report.ledger().recorded(Kind.PAGE));
    assertThat(report.pages().meanF1()).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void fieldsInTheHistoryAgree() {
    assertThat(report.pages().share("title")).as("title").isGreaterThan(0.97);
    assertThat(report.pages().share("siteName")).as("siteName").isGreaterThan(0.98);
    assertThat(report.pages().share("lang")).as("lang").isGreaterThan(0.98);
    assertThat(report.pages().share("publishedTime")).as("publishedTime").isGreaterThan(0.98);
    assertThat(report.pages().share("byline")).as("byline").isGreaterThan(0.86);
    assertThat(report.pages().share("excerpt")).as("excerpt").isGreaterThan(0.9);
  }

  @Test
  void everyFeedHasTheExpectedNumberOfItems() {
    assertThat(report.feedsCompared()).isPositive();
    assertThat(report.otherNumbers()).isEmpty();
  }
}
