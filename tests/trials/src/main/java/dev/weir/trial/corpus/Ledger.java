package dev.weir.trial.corpus;

import dev.weir.scrapers.report.Columns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where all recordings ended, and what was kept that came of none of them. Immutable.
 *
 * @param strangers rows and dead letters that no recording explains, or that are there twice
 */
public record Ledger(List<Ending> endings, List<String> strangers) {
  public Ledger {
    endings = List.copyOf(endings);
    strangers = List.copyOf(strangers);
  }

  /** Whether everything is accounted for, on both sides. */
  public boolean balanced() {
    return unaccounted().isEmpty() && strangers.isEmpty();
  }

  /** Recordings that are nowhere to be found. */
  public List<Ending> unaccounted() {
    return endings.stream().filter(ending -> ending.end() == End.UNACCOUNTED).toList();
  }

  /** How many are recorded of a kind. */
  public int recorded(Kind kind) {
    return (int) of(kind).count();
  }

  /** How many of a kind were served. */
  public int served(Kind kind) {
    return (int) of(kind).filter(Ending::served).count();
  }

  /** How many of a kind ended so. */
  public int count(Kind kind, End end) {
    return (int) of(kind).filter(ending -> ending.end() == end).count();
  }

  /** How many of a kind ended so, by why. */
  public Map<String, Integer> reasons(Kind kind, End end) {
    Map<String, Integer> reasons = new LinkedHashMap<>();
    of(kind)
        .filter(ending -> ending.end() == end)
        .forEach(ending -> reasons.merge(ending.why(), 1, Integer::sum));
    return reasons;
  }

  private Stream<Ending> of(Kind kind) {
    return endings.stream().filter(ending -> ending.kind() == kind);
  }

  /** The counts as two tables: kinds by end, and the ends by why. */
  public String text() {
    List<List<String>> kinds = new ArrayList<>();
    kinds.add(
        List.of("kind", "recorded", "served", "kept", "dead letters", "ignored", "unaccounted"));
    List<List<String>> reasons = new ArrayList<>();
    reasons.add(List.of("kind", "end", "why", "count"));
    for (Kind kind : Kind.values()) {
      List<String> line = new ArrayList<>();
      line.add(kind.label());
      line.add(Integer.toString(recorded(kind)));
      line.add(Integer.toString(served(kind)));
      for (End end : End.values()) {
        line.add(Integer.toString(count(kind, end)));
        reasons(kind, end)
            .forEach(
                (why, count) ->
                    reasons.add(List.of(kind.label(), end.label(), why, count.toString())));
      }
      kinds.add(line);
    }
    return Columns.format(kinds, 1) + '\n' + Columns.format(reasons, 3);
  }
}
