package dev.weir.simulator.chance;

import java.util.List;
import java.util.SplittableRandom;

/** Chance that depends on nothing but the seed and what is asked for. Stateless and thread-safe. */
public final class Dice {
  private final long seed;

  public Dice(long seed) {
    this.seed = mix(seed ^ 0x9E3779B97F4A7C15L);
  }

  /** A number in [0, 1) for this subject and number. */
  public double chance(String subject, long number) {
    return (bits(subject, number) >>> 11) * 0x1.0p-53;
  }

  /** A number in [0, bound) for this subject and number. */
  public long below(long bound, String subject, long number) {
    return Math.floorMod(bits(subject, number), bound);
  }

  /** 64 bits for this subject and number. */
  public long bits(String subject, long number) {
    return mix(seed + mix(number * 0xD1342543DE82EF95L + subject.hashCode()));
  }

  /** A generator for this subject and number, the same each time. */
  public SplittableRandom random(String subject, long number) {
    return new SplittableRandom(bits(subject, number));
  }

  /** One of the list, the first ones far more often than the last. */
  public static <T> T popular(SplittableRandom random, List<T> list) {
    double u = random.nextDouble();
    return list.get((int) (list.size() * u * u * u));
  }

  /** One of the list, each as often as the other. */
  public static <T> T any(SplittableRandom random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
