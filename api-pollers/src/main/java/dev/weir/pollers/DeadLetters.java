package dev.weir.pollers;

import dev.weir.schemas.record.DeadLetter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sets apart what could not be read. */
public final class DeadLetters {
  private static final int MAX_RAW = 1 << 20;

  private DeadLetters() {}

  /**
   * Makes the dead letter of an item.
   *
   * @param item the item's id within the source, or null where it could not be read: then a hash of
   *     its bytes stands for it
   * @param raw the item as received; more than 1 MiB is cut
   */
  public static Parsed.Malformed of(
      Origin origin, @Nullable String item, MalformedItemException error, byte[] raw) {
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setOrigin("source")
            .setSource(origin.source())
            .setItem(item == null ? sha256(raw) : item)
            .setErrorType(error.errorType())
            .setErrorMessage(Objects.requireNonNullElse(error.getMessage(), error.errorType()))
            .setRaw(ByteBuffer.wrap(Arrays.copyOf(raw, Math.min(raw.length, MAX_RAW))))
            .setObservedAt(origin.observedAt())
            .build();
    return new Parsed.Malformed(letter);
  }

  /** Returns the SHA-256 of bytes in hexadecimal: the name of an item that has none. */
  public static String sha256(byte[] raw) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(raw));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected every Java to have SHA-256", e);
    }
  }
}
