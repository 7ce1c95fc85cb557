package dev.weir.ingest.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in hexadecimal, to compare content and to name things without a name. */
public final class Hashes {
  private static final int BRIEF = 16;

  private Hashes() {}

  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Expected every Java to have SHA-256", impossible);
    }
  }

  /** Of the text in UTF-8. */
  public static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The first 64 bits: enough among the things of one source. */
  public static String brief(byte[] bytes) {
    return sha256(bytes).substring(0, BRIEF);
  }

  /** The first 64 bits of the text's. */
  public static String brief(String text) {
    return sha256(text).substring(0, BRIEF);
  }
}
