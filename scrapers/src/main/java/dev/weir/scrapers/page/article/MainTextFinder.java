package dev.weir.scrapers.page.article;

import dev.weir.scrapers.page.markup.Texts;
import dev.weir.scrapers.page.metadata.Metadata;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jsoup.nodes.Document;

/**
 * Finds the main text of a document in the manner of Readability: paragraphs give points to their
 * ancestors, the ancestor with the most points and few links wins, similar siblings are joined,
 * boxes are removed. If too little is left, it tries again with one filter less. If the first
 * attempt finds little and the element that the markup names as the article is short ({@link
 * StatedBody}), that element is the text. If every attempt finds too little, the longest result is
 * used.
 */
public final class MainTextFinder {
  private static final int ENOUGH = 500;

  /**
   * An element with more text than this, including what is removed from it, is not a short text.
   */
  private static final int SHORT = 800;

  private static final List<Attempt> ATTEMPTS =
      List.of(
          new Attempt(true, true, true),
          new Attempt(false, true, true),
          new Attempt(false, false, true),
          new Attempt(false, false, false));

  private record Attempt(boolean dropUnlikely, boolean useHints, boolean cleanConditionally) {}

  private MainTextFinder() {}

  /** Does not modify the document. */
  public static MainText find(Document document, Metadata metadata, int most) {
    MainText strict = attempt(document, metadata, most, ATTEMPTS.get(0));
    if (strict.length() >= ENOUGH) {
      return strict;
    }
    return stated(document, metadata, most, StatedBody::named)
        .orElseGet(() -> lenient(document, metadata, most, strict))
        .withByline(strict.byline());
  }

  private static MainText lenient(Document document, Metadata metadata, int most, MainText strict) {
    MainText longest = strict;
    for (Attempt attempt : ATTEMPTS.subList(1, ATTEMPTS.size())) {
      MainText found = attempt(document, metadata, most, attempt);
      if (found.length() >= ENOUGH) {
        return found;
      }
      longest = found.length() > longest.length() ? found : longest;
    }
    MainText guess = longest;
    return stated(document, metadata, most, StatedBody::enclosing)
        .filter(text -> !text.holds(guess))
        .orElse(guess);
  }

  private static MainText attempt(Document document, Metadata metadata, int most, Attempt attempt) {
    Node body = PartTree.of(document);
    Pruning pruning = pruning(metadata, attempt.dropUnlikely());
    List<Node> worthy = pruning.run(body);
    Node best = new Candidates(body, attempt.useHints()).best(worthy);
    Node article = Joining.join(best);
    new Cleaning(attempt.useHints(), attempt.cleanConditionally()).clean(article);
    return text(article, pruning.byline(), most);
  }

  /**
   * A short text named by the page's markup; removes less and less from it until something is left.
   */
  private static Optional<MainText> stated(
      Document document, Metadata metadata, int most, Function<Node, Optional<Node>> finder) {
    for (boolean strict : List.of(true, false)) {
      Optional<Node> stated =
          finder.apply(PartTree.of(document)).filter(found -> found.measures().length() <= SHORT);
      if (stated.isEmpty()) {
        return Optional.empty();
      }
      Node article = Node.element("div");
      article.append(stated.get());
      Pruning pruning = pruning(metadata, strict);
      pruning.run(article);
      new Cleaning(strict, false).clean(article);
      MainText text = text(article, pruning.byline(), most);
      if (text.length() > 0) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  private static Pruning pruning(Metadata metadata, boolean dropUnlikely) {
    return new Pruning(metadata.title().orElse(""), dropUnlikely, metadata.byline().isEmpty());
  }

  private static MainText text(Node article, Optional<String> byline, int most) {
    String text = TextRenderer.render(article, most);
    return new MainText(Texts.cut(text, most), lead(article), byline, text.length() > most);
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
