package dev.weir.pollers.mastodon;

import dev.weir.ingest.source.Hashes;
import dev.weir.pollers.mastodon.TimelinePosition.Mark;
import dev.weir.pollers.mastodon.TimelinePosition.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a timeline: the statuses that were read, in the order of its pages, and marks
 * among them. Ids are never compared, since servers that speak the API have ids of any shape. A
 * status is remembered by 48 bits of a hash. For one thread.
 */
final class Timeline {
  /** How many statuses before the oldest mark stay known, to recognise a page that comes again. */
  private static final int BEFORE = 40;

  /**
   * 160 kB of a position. Of a timeline with more in its horizon, less than the horizon is read
   * again: see {@link #cut()}.
   */
  static final int MAX_KNOWN = 20_000;

  private static final int MAX_EDITS = 2_000;

  /** How many marks there are in a horizon, at most. */
  private static final int MARKS = 64;

  private static final int CODE = 8;

  private final List<String> order;
  private final Set<String> known;
  private final LinkedHashSet<String> edits;
  private final List<Mark> marks;
  private @Nullable Instant cut;

  Timeline(TimelinePosition position) {
    this.order = unpacked(position.known());
    this.known = new HashSet<>(order);
    this.edits = new LinkedHashSet<>(unpacked(position.edits()));
    this.marks = new ArrayList<>(position.marks());
    this.cut = position.cut();
    marks.removeIf(mark -> !knows(mark.id()));
  }

  boolean isEmpty() {
    return order.isEmpty();
  }

  int size() {
    return order.size();
  }

  boolean knows(String id) {
    return known.contains(code(id));
  }

  /**
   * Whether a status was read in this version. One that was read as edited first may still come as
   * it was written: a stream's message may wait while a page is read.
   */
  boolean holds(Seen seen) {
    return knows(seen.id())
        && (seen.version().isEmpty()
            ? !edits.contains(editedFirst(seen))
            : edits.contains(edit(seen)));
  }

  /** How many statuses lie before the one right behind this one. */
  int behind(String id) {
    return order.indexOf(code(id)) + 1;
  }

  /** Whether any of a page's statuses is known to lie at or behind an index. */
  boolean overlaps(int at, Collection<Seen> page) {
    Set<String> rest = new HashSet<>(order.subList(at, order.size()));
    return page.stream().anyMatch(seen -> rest.contains(code(seen.id())));
  }

  /** Whether all of a page lies before an index: then it is an old page that came again. */
  boolean isPast(int at, Collection<Seen> page) {
    Set<String> past = new HashSet<>(order.subList(0, at));
    return page.stream().allMatch(seen -> past.contains(code(seen.id())));
  }

  /**
   * Whether a walk that has come to an index, by a page that is not taken in yet, reaches beyond a
   * status. That status itself may have been deleted, and is then never met.
   */
  boolean reachesBeyond(String id, int at, Collection<Seen> page) {
    int index = order.indexOf(code(id));
    return index < at
        || page.stream().anyMatch(seen -> seen.id().equals(id))
        || overlaps(index + 1, page);
  }

  /**
   * Takes in a page that lies right behind the statuses before an index.
   *
   * @return how many statuses lie before the next page
   */
  int add(int at, List<Seen> page) {
    LinkedHashSet<String> codes = new LinkedHashSet<>();
    for (Seen seen : page) {
      codes.add(code(seen.id()));
      remember(seen);
    }
    List<String> merged = new ArrayList<>(order.subList(0, at));
    merged.removeAll(codes);
    List<String> rest = new ArrayList<>(order.subList(at, order.size()));
    int taken = mergePage(merged, codes, rest);
    int before = merged.size();
    rest.subList(taken, rest.size()).stream()
        .filter(code -> !codes.contains(code))
        .forEach(merged::add);
    order.clear();
    order.addAll(merged);
    known.addAll(codes);
    return before;
  }

  /**
   * Appends a page. What the page leaves out between two of its statuses was deleted, and keeps its
   * place, so that it can go on being asked for by its id.
   *
   * @return how many of the rest lie before the page's end
   */
  private static int mergePage(List<String> merged, Set<String> page, List<String> rest) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < rest.size(); i++) {
      if (page.contains(rest.get(i))) {
        places.put(rest.get(i), i);
      }
    }
    int next = 0;
    for (String code : page) {
      int place = places.getOrDefault(code, -1);
      // What a stream has appended lies far from its place.
      if (place >= next && place - next <= page.size() + BEFORE) {
        rest.subList(next, place).stream()
            .filter(left -> !page.contains(left))
            .forEach(merged::add);
        next = place + 1;
      }
      merged.add(code);
    }
    return next;
  }

  /** Takes in a status that a stream brought, whose place in the order is not known. */
  void add(Seen seen) {
    remember(seen);
    if (known.add(code(seen.id()))) {
      order.add(code(seen.id()));
    }
  }

  private void remember(Seen seen) {
    if (seen.version().isEmpty()) {
      edits.remove(editedFirst(seen));
    } else {
      if (!knows(seen.id())) {
        edits.add(editedFirst(seen));
      }
      edits.remove(edit(seen));
      edits.add(edit(seen));
    }
    while (edits.size() > MAX_EDITS) {
      edits.remove(edits.iterator().next());
    }
  }

  /** The walk has reached the end: what it did not meet behind an index is gone. */
  void endsAt(int at) {
    order.subList(at, order.size()).clear();
    known.retainAll(new HashSet<>(order));
    marks.removeIf(mark -> !knows(mark.id()));
  }

  /** Sets a mark, unless the last one is young. */
  void mark(Mark mark, Duration horizon) {
    boolean young =
        marks.size() > 1
            && mark.at().isBefore(marks.get(marks.size() - 1).at().plus(horizon.dividedBy(MARKS)));
    if (!young && knows(mark.id())) {
      marks.add(mark);
    }
  }

  Optional<Mark> oldestMark() {
    return marks.isEmpty() ? Optional.empty() : Optional.of(marks.get(0));
  }

  /** The latest mark that is not younger than a time and has something known behind it. */
  Optional<Mark> markBefore(Instant time) {
    Optional<Mark> found = Optional.empty();
    for (Mark mark : marks) {
      if (!mark.at().isAfter(time) && behind(mark.id()) < order.size()) {
        found = Optional.of(mark);
      }
    }
    return found;
  }

  /**
   * Forgets what lies further back than needed to read again from a time on, and more where there
   * is no room.
   *
   * @param now where there is no room for any mark, nothing is left to read again until now
   */
  void forgetBefore(Instant time, Instant now) {
    while (marks.size() > 1 && !marks.get(1).at().isAfter(time)) {
      marks.remove(0);
    }
    int from = marks.isEmpty() ? order.size() : order.indexOf(code(marks.get(0).id()));
    forget(Math.max(from - BEFORE, order.size() - MAX_KNOWN), now);
  }

  /**
   * Makes room in the middle of a walk, by forgetting the oldest statuses that it has passed.
   *
   * @param written when the status that it has come to was written
   * @return how many were forgotten
   */
  int makeRoom(int at, Instant written) {
    int count = Math.max(0, Math.min(order.size() - MAX_KNOWN, at - BEFORE));
    forget(count, written);
    return count;
  }

  private void forget(int count, Instant written) {
    if (count <= 0) {
      return;
    }
    order.subList(0, count).clear();
    known.retainAll(new HashSet<>(order));
    if (marks.removeIf(mark -> !knows(mark.id()))) {
      cut = marks.isEmpty() ? written : marks.get(0).written();
    }
  }

  /**
   * Where there was no room for a horizon: what was written before and arrives late is not found.
   */
  Optional<Instant> cut() {
    return Optional.ofNullable(cut);
  }

  List<Mark> marks() {
    return List.copyOf(marks);
  }

  String packed() {
    return String.join("", order);
  }

  String packedEdits() {
    return String.join("", edits);
  }

  private static String editedFirst(Seen seen) {
    return code(seen.id() + " edited first");
  }

  private static String edit(Seen seen) {
    return code(seen.id() + " " + seen.version());
  }

  private static String code(String text) {
    byte[] bits = HexFormat.of().parseHex(Hashes.brief(text).substring(0, 12));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  private static List<String> unpacked(String packed) {
    List<String> codes = new ArrayList<>(packed.length() / CODE);
    for (int i = 0; i + CODE <= packed.length(); i += CODE) {
      codes.add(packed.substring(i, i + CODE));
    }
    return codes;
  }
}
