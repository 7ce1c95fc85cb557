package dev.weir.simulator.server;

import dev.weir.simulator.world.SkyEvent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a client of the Jetstream asked for.
 *
 * @param collections empty for all; an entry may end in {@code .*}
 * @param cursor in microseconds; empty for live
 */
record Subscription(Set<String> collections, OptionalLong cursor) {
  private static final int MAX_COLLECTIONS = 100;

  /**
   * Reads the parameters.
   *
   * @throws IllegalArgumentException where Jetstream answers 400
   */
  static Subscription of(List<String> collections, Optional<String> cursor) {
    if (collections.size() > MAX_COLLECTIONS) {
      throw new IllegalArgumentException(
          "Expected up to 100 wantedCollections, got: " + collections.size());
    }
    try {
      OptionalLong position =
          cursor.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(cursor.get()));
      return new Subscription(Set.copyOf(collections), position);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Expected a number as cursor, got: " + cursor.get(), e);
    }
  }

  /** Whether the client gets the event; identity and account events go to all. */
  boolean wants(SkyEvent event) {
    String collection = event.collection();
    return collection.isEmpty()
        || collections.isEmpty()
        || collections.contains(collection)
        || collections.stream()
            .anyMatch(
                wanted ->
                    wanted.endsWith(".*")
                        && collection.startsWith(wanted.substring(0, wanted.length() - 1)));
  }
}
