package dev.weir.trial.corpus;

import dev.weir.schemas.record.DeadLetter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Which of the holdings recordings explain, so that what is left over can be named. */
final class Explained {
  private final Set<Object> held = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<String> urls = new HashSet<>();

  void post(Holdings.PostRow row) {
    held.add(row);
  }

  void letter(DeadLetter letter) {
    held.add(letter);
  }

  /** Whatever the history has of a page that is known by the URL. */
  void page(String normalizedUrl) {
    urls.add(normalizedUrl);
  }

  /** What no recording explains, and posts that are there twice. */
  List<String> strangers(Holdings holdings) {
    List<String> strangers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Holdings.PostRow row : holdings.posts()) {
      String name = "post " + row.network() + " " + row.id() + " " + row.version();
      if (!names.add(name)) {
        strangers.add("twice: " + name);
      } else if (!held.contains(row)) {
        strangers.add("of no recording: " + name + " of " + row.source());
      }
    }
    for (Holdings.PageRow row : holdings.pages()) {
      String name = "page " + row.url() + " revision " + row.revision() + " " + row.outcome();
      if (!names.add(name)) {
        strangers.add("twice: " + name);
      } else if (Collections.disjoint(row.aliases(), urls)) {
        strangers.add("of no recording: " + name);
      }
    }
    holdings.deadLetters().stream()
        .filter(letter -> !held.contains(letter))
        .forEach(letter -> strangers.add("of no recording: " + name(letter)));
    return strangers;
  }

  private static String name(DeadLetter letter) {
    String origin = letter.getSource() == null ? letter.getTopic() : letter.getSource();
    return "dead letter of %s: %s: %s"
        .formatted(origin, letter.getErrorType(), letter.getErrorMessage());
  }
}
