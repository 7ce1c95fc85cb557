package dev.weir.simulator.world;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a post on Mastodon.
 *
 * @param number number of the item that created it
 * @param versionItem number of the item that made this version
 * @param home instance that it was written on
 * @param instances the instances that show it, its home among them
 * @param created milliseconds
 * @param edited null in the first version
 * @param replyTo number of the item that it answers; -1 for none
 * @param malformed whether it is served so that nobody can decode it
 */
public record Toot(
    long number,
    long versionItem,
    Instance home,
    List<Instance> instances,
    Instant created,
    @Nullable Instant edited,
    Draft draft,
    long replyTo,
    boolean malformed) {

  /** Its ActivityPub URI: what it is called on every instance. */
  public String uri() {
    return "http://"
        + home.host()
        + "/users/"
        + draft.author().name()
        + "/statuses/"
        + home.id(number);
  }
}
