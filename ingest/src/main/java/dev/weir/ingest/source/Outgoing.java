package dev.weir.ingest.source;

import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.record.Page;
import dev.weir.schemas.record.Post;
import dev.weir.schemas.topic.Keys;
import dev.weir.schemas.topic.Topics;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record to publish.
 *
 * @param topic name in the topic catalogue, without the prefix of the settings
 * @param key see {@link Keys}
 * @param partition set if the key does not decide it, as in the frontier
 */
public record Outgoing(String topic, String key, SpecificRecord value, OptionalInt partition) {

  public Outgoing {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(partition, "partition");
  }

  public static Outgoing of(String topic, String key, SpecificRecord value) {
    return new Outgoing(topic, key, value, OptionalInt.empty());
  }

  public static Outgoing post(Post post) {
    return of(Topics.POSTS, Keys.post(post.getNetwork(), post.getId()), post);
  }

  public static Outgoing page(Page page) {
    return of(Topics.PAGES, Keys.page(page.getUrl()), page);
  }

  /**
   * A finding (an entry without the time of a last fetch), which any source may publish, or the
   * state after a fetch, which only the owner of the domain publishes; in the partition of the
   * registrable domain.
   */
  public static Outgoing frontier(FrontierEntry entry) {
    return new Outgoing(
        Topics.FRONTIER, Keys.frontier(entry), entry, OptionalInt.of(Shards.of(entry.getDomain())));
  }

  public static Outgoing deadLetter(DeadLetter letter) {
    return of(Topics.DEAD_LETTERS, Keys.deadLetter(letter), letter);
  }
}
