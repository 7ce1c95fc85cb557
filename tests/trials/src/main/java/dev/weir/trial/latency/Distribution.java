package dev.weir.trial.latency;

import java.util.Arrays;
import java.util.Collection;

/**
 * Numbers in their order. A percentile is by nearest rank: the smallest of the numbers that at
 * least so many per cent of them do not exceed, so that it is always one that was measured.
 * Immutable.
 */
final class Distribution {
  private final long[] sorted;

  private Distribution(long[] sorted) {
    this.sorted = sorted;
  }

  static Distribution of(Collection<Long> numbers) {
    long[] sorted = numbers.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return new Distribution(sorted);
  }

  int size() {
    return sorted.length;
  }

  /**
   * The percentile; 0 where there are no numbers.
   *
   * @param percent above 0, up to 100
   */
  long percentile(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException(
          "Expected a percentage above 0 and up to 100, got: " + percent);
    }
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(1, rank) - 1];
  }

  long max() {
    return sorted.length == 0 ? 0 : sorted[sorted.length - 1];
  }

  double mean() {
    return Arrays.stream(sorted).average().orElse(0);
  }
}
