package dev.weir.simulator.world;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of the Jetstream.
 *
 * @param number number of the item
 * @param kind one of the kinds {@link Kind#ofSky}
 * @param timeMicros arrival at the Jetstream, in microseconds; strictly rising with the number
 * @param post number of the item that created the post that it is about; -1 where it is about none
 * @param created the post's creation as its record tells it
 * @param draft what the post says now; null for a deletion and for what is no post
 * @param malformed whether it is sent so that nobody can decode it
 */
public record SkyEvent(
    long number,
    Kind kind,
    long timeMicros,
    Person author,
    long post,
    Instant created,
    @Nullable Draft draft,
    boolean malformed) {
  private static final String SORTABLE = "234567abcdefghijklmnopqrstuvwxyz";
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  /** The same event as it is sent once more, under another time. */
  public SkyEvent again(long micros) {
    return new SkyEvent(number, kind, micros, author, post, created, draft, malformed);
  }

  /** The collection that it belongs to; empty for identity and account events. */
  public String collection() {
    return switch (kind) {
      case SKY_POST, SKY_UPDATE, SKY_DELETE -> "app.bsky.feed.post";
      case SKY_LIKE -> "app.bsky.feed.like";
      default -> "";
    };
  }

  /** The commit's revision. */
  public String rev() {
    return timestampId(number * 2 + 1);
  }

  /** The record's key. */
  public String recordKey() {
    return timestampId((post >= 0 ? post : number) * 2);
  }

  /** The post's address. */
  public String uri() {
    return "at://" + author.did() + "/" + collection() + "/" + recordKey();
  }

  /** The content id of the record. */
  public String cid() {
    StringBuilder cid = new StringBuilder("bafyrei");
    long bits = (number + 1) * 0xD1342543DE82EF95L;
    for (int i = 0; i < 52; i++) {
      cid.append(BASE32.charAt((int) (bits >>> 59)));
      bits = Long.rotateLeft(bits, 5) * 0x9E3779B97F4A7C15L + i;
    }
    return cid.toString();
  }

  private static String timestampId(long number) {
    char[] id = new char[13];
    long bits = 0x30_0000_0000_0000L * 32 + number * 1024;
    for (int i = 12; i >= 0; i--) {
      id[i] = SORTABLE.charAt((int) (bits & 31));
      bits >>>= 5;
    }
    return new String(id);
  }
}
