package dev.weir.trial.corpus;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.scrapers.report.Agreement;
import dev.weir.scrapers.report.PageAgreement;
import java.util.List;

/** A report as one JSON object. */
public final class ReportJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportJson() {}

  /** Writes it in one line. */
  public static String of(CorpusReport report) {
    ObjectNode root = JSON.createObjectNode();
    root.put("ok", report.ok());
    root.put("settled", report.settled());
    root.put("seconds", report.took().toMillis() / 1000.0);
    ObjectNode kinds = root.putObject("kinds");
    for (Kind kind : Kind.values()) {
      kind(kinds.putObject(kind.label()), report.ledger(), kind);
    }
    ArrayNode unaccounted = root.putArray("unaccounted");
    report
        .ledger()
        .unaccounted()
        .forEach(
            ending ->
                unaccounted
                    .addObject()
                    .put("kind", ending.kind().label())
                    .put("name", ending.name())
                    .put("why", ending.why()));
    strings(root.putArray("not_recorded"), report.ledger().strangers());
    pages(root.putObject("pages"), report.pages());
    ObjectNode feeds = root.putObject("feeds");
    feeds.put("compared", report.feedsCompared());
    strings(feeds.putArray("other_number_of_items"), report.otherNumbers());
    posts(root.putObject("posts"), report);
    strings(root.putArray("mastodon_without_status"), report.withoutStatus());
    strings(root.putArray("not_played"), report.notPlayed());
    return root.toString();
  }

  private static void kind(ObjectNode node, Ledger ledger, Kind kind) {
    node.put("recorded", ledger.recorded(kind));
    node.put("served", ledger.served(kind));
    for (End end : End.values()) {
      ObjectNode reasons = node.putObject(end.label().replace(' ', '_'));
      reasons.put("count", ledger.count(kind, end));
      ObjectNode why = reasons.putObject("why");
      ledger.reasons(kind, end).forEach(why::put);
    }
  }

  private static void pages(ObjectNode node, PageAgreement pages) {
    node.put("compared", pages.pages());
    node.put("mean_token_f1", pages.meanF1());
    node.put("median_token_f1", pages.medianF1());
    ArrayNode worst = node.putArray("worst");
    pages.worst().stream()
        .limit(10)
        .forEach(
            score -> worst.addObject().put("page", score.page()).put("f1", score.tokens().f1()));
    ObjectNode fields = node.putObject("fields");
    for (String field : PageAgreement.FIELDS) {
      ObjectNode counts = fields.putObject(field);
      for (String outcome : Agreement.OUTCOMES) {
        counts.put(outcome.replace(' ', '_'), pages.count(field, outcome));
      }
    }
    ArrayNode differences = node.putArray("differences");
    pages
        .differences()
        .forEach(
            difference ->
                differences
                    .addObject()
                    .put("page", difference.page())
                    .put("field", difference.field())
                    .put("expected", difference.expected().orElse(null))
                    .put("actual", difference.actual().orElse(null)));
  }

  private static void posts(ObjectNode node, CorpusReport report) {
    for (String network : List.of("mastodon", "bluesky")) {
      ObjectNode fields = node.putObject(network);
      Holdings.postFields()
          .forEach(field -> fields.put(field, report.posts().count(network, field, "filled")));
    }
  }

  private static void strings(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }
}
