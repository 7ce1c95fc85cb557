package dev.weir.pollers;

import dev.weir.ingest.source.Outgoing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The records of one batch: posts, the frontier entries of their links, dead letters; skipped items
 * are only counted. For one thread.
 */
public final class Records {
  private final FrontierLinks frontier;
  private final List<Outgoing> records = new ArrayList<>();
  private final Set<String> urls = new HashSet<>();

  public Records(FrontierLinks frontier) {
    this.frontier = frontier;
  }

  /** Adds the result of an item. */
  public void add(Parsed item) {
    if (item instanceof Parsed.Item post) {
      records.add(Outgoing.post(post.post()));
      frontier.entries(post.post()).stream()
          .filter(entry -> urls.add(entry.key()))
          .forEach(records::add);
    } else if (item instanceof Parsed.Malformed bad) {
      records.add(Outgoing.deadLetter(bad.letter()));
    }
  }

  public int size() {
    return records.size();
  }

  /** Returns a copy, in the order added. */
  public List<Outgoing> toList() {
    return List.copyOf(records);
  }
}
