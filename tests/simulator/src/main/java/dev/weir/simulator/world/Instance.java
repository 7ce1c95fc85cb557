package dev.weir.simulator.world;

import java.util.List;

/** A Mastodon instance. */
public enum Instance {
  TOWN("town.test", "town", 113_000_000_000_000_003L),
  FEDI("fedi.test", "fedi", 114_000_000_000_000_007L),
  /** Not played: its posts are seen on the others alone. */
  AFAR("afar.test", "afar", 115_000_000_000_000_009L);

  /** Those that are played. */
  public static final List<Instance> ALL = List.of(TOWN, FEDI);

  private final String host;
  private final String source;
  private final long firstId;

  Instance(String host, String source, long firstId) {
    this.host = host;
    this.source = source;
    this.firstId = firstId;
  }

  /** Its host name. */
  public String host() {
    return host;
  }

  /** The name of the source that polls it, as in the settings that the simulator prints. */
  public String source() {
    return "mastodon/" + source;
  }

  /** The id that the instance gives to an item. */
  public long id(long item) {
    return firstId + item * 16;
  }

  /** The greatest item number whose id is below the given one; -1 where none is. */
  public long itemBelow(long id) {
    long offset = id - firstId;
    return Math.max(-1, Math.floorDiv(offset - 1, 16));
  }
}
