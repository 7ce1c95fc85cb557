package dev.weir.simulator.world;

import java.util.List;
import java.util.Locale;

/**
 * A post in a timeline: which version is current, and whether it still exists. Guarded by the
 * world's lock.
 */
public final class TimelineEntry {
  private final long item;
  private final List<String> tags;
  private long versionItem;
  private boolean late;
  private boolean deleted;
  private long servedVersion = -1;

  TimelineEntry(long item, List<String> tags, boolean late) {
    this.item = item;
    this.late = late;
    this.versionItem = item;
    this.tags = tags.stream().map(tag -> tag.toLowerCase(Locale.ROOT)).toList();
  }

  void edit(long byItem) {
    if (!deleted) {
      versionItem = byItem;
    }
  }

  void delete() {
    deleted = true;
  }

  /** Number of the item that created it. */
  public long item() {
    return item;
  }

  /** Number of the item that made the current version. */
  public long versionItem() {
    return versionItem;
  }

  /** Whether it has been deleted. */
  public boolean deleted() {
    return deleted;
  }

  /** It arrives behind a gap, or so late that no reader can be asked to find it. */
  void tooLate() {
    late = false;
  }

  /** Whether it arrived behind newer ones, but in time to be read. */
  public boolean late() {
    return late;
  }

  /** Whether it carries the tag, given in lower case. */
  public boolean tagged(String tag) {
    return tags.contains(tag);
  }

  /** The version that was last served from this timeline; -1 for none. */
  public long servedVersion() {
    return servedVersion;
  }

  /** Notes that the version was served from this timeline. */
  public void served(long version) {
    servedVersion = version;
  }
}
