package dev.weir.scrapers.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Scores the elements around paragraphs, and picks the one that holds most of the main text. */
final class Candidates {
  private static final int SHORTEST = 25;
  private static final int ANCESTORS = 5;
  private static final int BEST = 5;
  private static final double CLOSE_SECOND = 0.75;
  private static final int SHARED_BY = 3;

  private final Part body;
  private final boolean useHints;

  Candidates(Part body, boolean useHints) {
    this.body = body;
    this.useHints = useHints;
  }

  /** The best element; the body when nothing stands out. */
  Part best(List<Part> worthy) {
    Measures.measure(body);
    List<Part> best = best(score(worthy));
    if (best.isEmpty() || best.get(0) == body) {
      return body;
    }
    Part top = onlyChildUpwards(betterParent(commonAncestor(best)));
    ensureScored(top);
    return top;
  }

  private Set<Part> score(List<Part> worthy) {
    Set<Part> candidates = new LinkedHashSet<>();
    for (Part part : worthy) {
      if (part.measures().length() < SHORTEST || part.parent() == null) {
        continue;
      }
      Measures measures = part.measures();
      double score = 2 + measures.commas() + Math.min(measures.length() / 100, 3);
      Part ancestor = part.parent();
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

  private static List<Part> best(Set<Part> candidates) {
    for (Part candidate : candidates) {
      candidate.score(candidate.score() * (1 - candidate.measures().linkDensity()));
    }
    List<Part> sorted = new ArrayList<>(candidates);
    sorted.sort(Comparator.comparingDouble((Part part) -> part.score()).reversed());
    return sorted.subList(0, Math.min(BEST, sorted.size()));
  }

  /**
   * Where several close seconds lie in one ancestor, that holds the text: it was laid out in
   * columns or sections.
   */
  private Part commonAncestor(List<Part> best) {
    Part top = best.get(0);
    List<Set<Part>> lines = new ArrayList<>();
    for (Part other : best.subList(1, best.size())) {
      if (other.score() / top.score() >= CLOSE_SECOND) {
        lines.add(ancestors(other));
      }
    }
    if (lines.size() < SHARED_BY) {
      return top;
    }
    for (Part ancestor = top.parent();
        ancestor != null && ancestor != body;
        ancestor = ancestor.parent()) {
      Part shared = ancestor;
      if (lines.stream().filter(line -> line.contains(shared)).count() >= SHARED_BY) {
        return ancestor;
      }
    }
    return top;
  }

  private static Set<Part> ancestors(Part part) {
    Set<Part> ancestors = new HashSet<>();
    for (Part ancestor = part.parent(); ancestor != null; ancestor = ancestor.parent()) {
      ancestors.add(ancestor);
    }
    return ancestors;
  }

  /** A parent that scores higher than its child has more of the text in other children. */
  private Part betterParent(Part start) {
    ensureScored(start);
    double last = start.score();
    double least = last / 3;
    for (Part parent = start.parent(); parent != null && parent != body; parent = parent.parent()) {
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

  private Part onlyChildUpwards(Part start) {
    Part top = start;
    @Nullable Part parent = top.parent();
    while (parent != null && parent != body && parent.hasOneElement()) {
      top = parent;
      parent = top.parent();
    }
    return top;
  }

  private void ensureScored(Part part) {
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
