package dev.weir.pollers;

import dev.weir.ingest.source.DeadLetters;
import dev.weir.ingest.source.Hashes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Creates dead letters for unreadable items. */
public final class Unreadable {
  private Unreadable() {}

  /**
   * Makes the dead letter of an item.
   *
   * @param item the item's id within the source, or null if it could not be read: then a hash of
   *     its bytes is used
   * @param raw the item as received
   */
  public static Parsed.Malformed item(
      Origin origin, @Nullable String item, MalformedItemException error, byte[] raw) {
    return new Parsed.Malformed(
        DeadLetters.of(
            origin.source(),
            item == null ? Hashes.sha256(raw) : item,
            error.errorType(),
            Objects.requireNonNullElse(error.getMessage(), error.errorType()),
            raw,
            origin.observedAt()));
  }
}
