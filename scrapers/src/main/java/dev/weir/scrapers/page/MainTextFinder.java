package dev.weir.scrapers.page;

import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/**
 * Finds the main text of a document, in the manner of Readability: paragraphs give their ancestors
 * points, the ancestor with most points and few links wins, siblings alike are joined, boxes are
 * cleaned out. When too little is left, it is tried again with one filter less each time; the
 * longest attempt counts at last.
 */
final class MainTextFinder {
  private static final int ENOUGH = 500;
  private static final List<Attempt> ATTEMPTS =
      List.of(
          new Attempt(true, true, true),
          new Attempt(false, true, true),
          new Attempt(false, false, true),
          new Attempt(false, false, false));

  private record Attempt(boolean dropUnlikely, boolean useHints, boolean cleanConditionally) {}

  private MainTextFinder() {}

  /** Does not change the document. */
  static MainText find(Document document, Metadata metadata, int most) {
    @Nullable MainText longest = null;
    for (Attempt attempt : ATTEMPTS) {
      MainText found = attempt(document, metadata, most, attempt);
      if (found.text().length() >= ENOUGH) {
        return found;
      }
      if (longest == null || found.text().length() > longest.text().length()) {
        longest = found;
      }
    }
    return longest == null ? new MainText("", Optional.empty(), Optional.empty(), false) : longest;
  }

  private static MainText attempt(Document document, Metadata metadata, int most, Attempt attempt) {
    Node body = PartTree.of(document);
    Pruning pruning =
        new Pruning(
            metadata.title().orElse(""), attempt.dropUnlikely(), metadata.byline().isEmpty());
    List<Node> worthy = pruning.run(body);
    Node best = new Candidates(body, attempt.useHints()).best(worthy);
    Node article = Joining.join(best);
    new Cleaning(attempt.useHints(), attempt.cleanConditionally()).clean(article);
    String text = TextRenderer.render(article, most);
    return new MainText(
        Texts.cut(text, most), lead(article), pruning.byline(), text.length() > most);
  }

  private static Optional<String> lead(Node article) {
    for (Node part = article.first(); part != null; part = part.following()) {
      if (part.is("p") && part.measures().length() > 0) {
        return Optional.of(TextRenderer.line(part)).filter(line -> !line.isEmpty());
      }
    }
    return Optional.empty();
  }
}
