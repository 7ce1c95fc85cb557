package dev.weir.scrapers.types;

import dev.weir.ingest.program.Verdict;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollResult;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.record.Page;
import java.util.List;

/** Describes the response of a source in words. For one response. */
final class Verdicts {
  private int records;
  private int findings;
  private String page = "";
  private String letter = "";
  private boolean failed;

  private Verdicts() {}

  static Verdict of(List<PollResult> results) {
    Verdicts verdicts = new Verdicts();
    results.forEach(result -> result.records().forEach(verdicts::count));
    return new Verdict(verdicts.text(), !verdicts.failed);
  }

  private void count(Outgoing record) {
    records++;
    if (record.value() instanceof FrontierEntry entry && entry.getLastFetchedAt() == null) {
      findings++;
    } else if (record.value() instanceof Page one) {
      page = one.getUrl() + ": " + one.getOutcome() + detail(one);
      failed |= !one.getOutcome().equals("fetched");
    } else if (record.value() instanceof FrontierEntry entry && page.isEmpty()) {
      page = entry.getUrl() + ": " + entry.getOutcome();
      failed |= entry.getFailures() > 0;
    } else if (record.value() instanceof DeadLetter one) {
      letter = one.getErrorType() + ": " + one.getErrorMessage();
      failed = true;
    }
  }

  private static String detail(Page page) {
    String detail = page.getOutcomeDetail();
    String title = page.getTitle();
    return detail != null ? ", " + detail : title != null ? ", \"" + title + "\"" : "";
  }

  private String text() {
    if (!letter.isEmpty()) {
      return "failed: " + letter;
    }
    if (!page.isEmpty()) {
      return page;
    }
    if (records == 0) {
      return "answered, names no page of a site that is fetched";
    }
    return findings == 1
        ? "answered, names 1 page of a site that is fetched"
        : "answered, names " + findings + " pages of sites that are fetched";
  }
}
