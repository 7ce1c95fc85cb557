package dev.weir.trial.corpus;

import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.scrapers.report.PageAgreement;
import dev.weir.simulator.corpus.Corpus;
import dev.weir.simulator.oracle.Oracle.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the recorded pages ended: each is a row of the history, with the outcome of its fetch. */
final class PageAccounts {
  private PageAccounts() {}

  static List<Ending> of(
      Corpus corpus, Set<Recording> served, Holdings holdings, Explained explained) {
    List<Ending> endings = new ArrayList<>();
    for (String name : corpus.pages()) {
      boolean reached = served.contains(new Recording("page", name));
      explained.page(url(name));
      endings.add(
          holdings
              .page(url(name))
              .map(row -> Ending.kept(Kind.PAGE, name, reached, "history: " + row.outcome()))
              .orElseGet(
                  () ->
                      Ending.unaccounted(Kind.PAGE, name, reached, "served, in no row of pages")));
    }
    return endings;
  }

  /** How far what the history has of the pages agrees with what is expected of them. */
  static PageAgreement agreement(Corpus corpus, Holdings holdings) throws IOException {
    PageAgreement agreement = new PageAgreement();
    for (String name : corpus.pages()) {
      var metadata = corpus.expectedMetadata(name);
      Optional<String> article = corpus.expectedArticle(name);
      var row = holdings.page(url(name));
      if (metadata.isPresent() && article.isPresent() && row.isPresent()) {
        agreement.add(name, metadata.get(), article.get(), row.get().content());
      }
    }
    return agreement;
  }

  static String url(String name) {
    String written = Corpus.pageUrl(name);
    return UrlNormalizer.normalize(written).orElse(written);
  }
}
