package dev.weir.scrapers.page.article;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Scores the elements around paragraphs and picks the one with most of the main text. */
final class Candidates {
  private static final int SHORTEST = 25;
  private static final int ANCESTORS = 5;
  private static final int BEST = 5;
  private static final double CLOSE_SECOND = 0.75;
  private static final int SHARED_BY = 3;

  private final Node body;
  private final boolean useHints;

  Candidates(Node body, boolean useHints) {
    this.body = body;
    this.useHints = useHints;
  }

  /** The best element; the body if none stands out. */
  Node best(List<Node> worthy) {
    Measures.measure(body);
    List<Node> best = best(score(worthy));
    if (best.isEmpty() || best.get(0) == body) {
      return body;
    }
    Node top = onlyChildUpwards(betterParent(commonAncestor(best)));
    ensureScored(top);
    return top;
  }

  private Set<Node> score(List<Node> worthy) {
    Set<Node> candidates = new LinkedHashSet<>();
    for (Node part : worthy) {
      if (part.measures().length() < SHORTEST || part.parent() == null) {
        continue;
      }
      Measures measures = part.measures();
      double score = 2 + measures.commas() + Math.min(measures.length() / 100, 3);
      Node ancestor = part.parent();
      for (int level = 0;
          level < ANCESTORS && ancestor != null && ancestor.parent() != null;
          level++) {
        ensureScored(ancestor);
        candidates.add(ancestor);
        ancestor.score(ancestor.score() + score / (level == 0 ? 1 : level == 1 ? 2 : level * 3));
        ancestor = ancestor.parent();
      }
    }
    return candidates;
  }

  private static List<Node> best(Set<Node> candidates) {
    for (Node candidate : candidates) {
      candidate.score(candidate.score() * (1 - candidate.measures().linkDensity()));
    }
    List<Node> sorted = new ArrayList<>(candidates);
    sorted.sort(Comparator.comparingDouble((Node part) -> part.score()).reversed());
    return sorted.subList(0, Math.min(BEST, sorted.size()));
  }

  /**
   * If several runners-up with close scores share an ancestor, that ancestor holds the text: the
   * layout has columns or sections.
   */
  private Node commonAncestor(List<Node> best) {
    Node top = best.get(0);
    List<Set<Node>> lines = new ArrayList<>();
    for (Node other : best.subList(1, best.size())) {
      if (other.score() / top.score() >= CLOSE_SECOND) {
        lines.add(ancestors(other));
      }
    }
    if (lines.size() < SHARED_BY) {
      return top;
    }
    for (Node ancestor = top.parent();
        ancestor != null && ancestor != body;
        ancestor = ancestor.parent()) {
      Node shared = ancestor;
      if (lines.stream().filter(line -> line.contains(shared)).count() >= SHARED_BY) {
        return ancestor;
      }
    }
    return top;
  }

  private static Set<Node> ancestors(Node part) {
    Set<Node> ancestors = new HashSet<>();
    for (Node ancestor = part.parent(); ancestor != null; ancestor = ancestor.parent()) {
      ancestors.add(ancestor);
    }
    return ancestors;
  }

  /** A parent that scores higher than its child has more text in other children. */
  private Node betterParent(Node start) {
    ensureScored(start);
    double last = start.score();
    double least = last / 3;
    for (Node parent = start.parent(); parent != null && parent != body; parent = parent.parent()) {
      if (!parent.isScored()) {
        continue;
      }
      if (parent.score() < least) {
        return start;
      }
      if (parent.score() > last) {
        return parent;
      }
      last = parent.score();
    }
    return start;
  }

  private Node onlyChildUpwards(Node start) {
    Node top = start;
    @Nullable Node parent = top.parent();
    while (parent != null && parent != body && parent.hasOneElement()) {
      top = parent;
      parent = top.parent();
    }
    return top;
  }

  private void ensureScored(Node part) {
    if (!part.isScored()) {
      part.score(tagScore(part.tag()) + (useHints ? HintWords.weight(part) : 0));
    }
  }

  private static double tagScore(String tag) {
    return switch (tag) {
      case "div" -> 5;
      case "pre", "td", "blockquote" -> 3;
      case "address", "ol", "ul", "dl", "dd", "dt", "li", "form" -> -3;
      case "h1", "h2", "h3", "h4", "h5", "h6", "th" -> -5;
      default -> 0;
    };
  }
}
