package dev.weir.simulator.world;

/**
 * Somebody who posts.
 *
 * @param number the same number is the same person
 * @param name as used in handles: lower-case letters and digits
 */
public record Person(int number, String name) {
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  /** Their decentralised id on Bluesky. */
  public String did() {
    StringBuilder did = new StringBuilder("did:plc:");
    long bits = (number + 1) * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < 24; i++) {
      did.append(BASE32.charAt((int) (bits >>> 59)));
      bits = Long.rotateLeft(bits, 5) + number;
    }
    return did.toString();
  }

  /** The id of their account on the Mastodon instance. */
  public String accountId() {
    return "1090" + (100_000 + number);
  }
}
