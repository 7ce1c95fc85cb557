package dev.weir.trial.corpus;

import dev.weir.scrapers.report.Agreement;
import dev.weir.scrapers.report.PageAgreement;
import dev.weir.scrapers.report.Tally;
import dev.weir.simulator.corpus.Corpus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a run of the recordings showed.
 *
 * @param pages agreement of the pages in the history with what is expected of them
 * @param feedsCompared how many feeds with an expected parse were read
 * @param otherNumbers those of them with another number of items than is expected
 * @param posts which fields of the posts in the history hold something, by network
 * @param withoutStatus names of Mastodon's payloads that hold no status
 * @param notPlayed folders of recordings that nothing plays
 * @param took from the start of all processes to the last reading
 * @param settled whether two readings in a row accounted for everything and were the same; else the
 *     run was ended by its limit
 */
public record CorpusReport(
    Ledger ledger,
    PageAgreement pages,
    int feedsCompared,
    List<String> otherNumbers,
    Tally posts,
    List<String> withoutStatus,
    List<String> notPlayed,
    Duration took,
    boolean settled) {
  private static final int WORST = 5;

  static CorpusReport of(
      Corpus corpus, Holdings holdings, Accounts accounts, Duration took, boolean settled)
      throws IOException {
    return new CorpusReport(
        accounts.ledger(),
        PageAccounts.agreement(corpus, holdings),
        accounts.feeds().compared(),
        accounts.feeds().otherNumbers(),
        filled(holdings),
        corpus.withoutStatus(),
        corpus.notPlayed(),
        took,
        settled);
  }

  private static Tally filled(Holdings holdings) {
    Tally tally = new Tally();
    for (String network :
        holdings.posts().stream().map(Holdings.PostRow::network).distinct().sorted().toList()) {
      for (String field : Holdings.postFields()) {
        holdings.posts().stream()
            .filter(post -> post.network().equals(network))
            .forEach(
                post ->
                    tally.add(network, field, post.filled().contains(field) ? "filled" : "empty"));
      }
    }
    return tally;
  }

  /** Whether everything is accounted for. */
  public boolean ok() {
    return settled && ledger.balanced();
  }

  /** All of it, for people. */
  public String text() {
    List<String> parts = new ArrayList<>();
    parts.add(ledger.text());
    parts.add(leftOver());
    parts.add(
        "Pages in the history against expected-metadata.json:\n" + pages.table() + differences());
    parts.add(mainText());
    parts.add(
        "Feeds with the expected number of items: %d of %d%s\n"
            .formatted(
                feedsCompared - otherNumbers.size(), feedsCompared, lines("\n  ", otherNumbers)));
    parts.add("Fields of the posts in the history:\n" + posts.table());
    parts.add(
        "Not played: payloads of Mastodon without a status (%s); folders %s\n"
            .formatted(String.join(", ", withoutStatus), String.join(", ", notPlayed)));
    parts.add(
        settled
            ? "Everything was accounted for after %d s\n".formatted(took.toSeconds())
            : "The limit was hit after %d s\n".formatted(took.toSeconds()));
    return String.join("\n", parts);
  }

  private String leftOver() {
    List<String> lines = new ArrayList<>();
    ledger
        .unaccounted()
        .forEach(
            ending ->
                lines.add(
                    "unaccounted: %s %s: %s"
                        .formatted(ending.kind().label(), ending.name(), ending.why())));
    lines.addAll(ledger.strangers());
    return lines.isEmpty()
        ? "Nothing is unaccounted for, and nothing is there that was not recorded.\n"
        : String.join("\n", lines) + "\n";
  }

  private String differences() {
    return PageAgreement.FIELDS.stream()
        .map(this::differences)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining());
  }

  private String differences(String field) {
    List<String> names =
        pages.differences().stream()
            .filter(difference -> difference.field().equals(field))
            .map(
                difference ->
                    difference.outcome().equals(Agreement.MISSING)
                        ? difference.page() + " (missing)"
                        : difference.page())
            .toList();
    return names.isEmpty() ? "" : "  %s: %s\n".formatted(field, String.join(", ", names));
  }

  private String mainText() {
    return String.format(
            Locale.ROOT,
            "Main text of %d pages against expected.html.gz: mean token F1 %.4f, median %.4f;"
                + " the worst:\n",
            pages.pages(),
            pages.meanF1(),
            pages.medianF1())
        + pages.worst().stream()
            .limit(WORST)
            .map(
                score ->
                    String.format(
                        Locale.ROOT,
                        "  %.4f (precision %.4f, recall %.4f) %s\n",
                        score.tokens().f1(),
                        score.tokens().precision(),
                        score.tokens().recall(),
                        score.page()))
            .collect(Collectors.joining());
  }

  private static String lines(String before, List<String> lines) {
    return lines.stream().map(line -> before + line).collect(Collectors.joining());
  }
}
