package dev.weir.simulator.fault;

import dev.weir.simulator.chance.Dice;

/**
 * Says where a fault strikes: a pure function of seed, settings, and the number of the item or
 * request.
 */
public final class FaultPlan {
  private final Dice dice;
  private final FaultSettings settings;

  public FaultPlan(long seed, FaultSettings settings) {
    this.dice = new Dice(seed);
    this.settings = settings;
  }

  /** Whether the fault strikes the item. */
  public boolean strikesItem(Fault fault, long item) {
    return strikes(fault, "item:" + fault.key(), item);
  }

  /** Whether the fault strikes the host's request of this number, counted from 0. */
  public boolean strikesRequest(Fault fault, String host, long request) {
    return strikes(fault, host + ":" + fault.key(), request);
  }

  /**
   * Whether the item lies in one of the stretches of the fault. There is one in each {@code
   * frequency} items, and it begins in the middle.
   *
   * @param length how many items a stretch has
   */
  public boolean inStretch(Fault fault, long item, long length) {
    long start = stretchStart(fault, item);
    return start >= 0 && item >= start && item < start + length;
  }

  /** First item of the stretch that belongs to this item's period; -1 where the fault is off. */
  public long stretchStart(Fault fault, long item) {
    long period = (long) settings.frequency(fault);
    return period < 1 || item < 0 ? -1 : item / period * period + period / 2;
  }

  private boolean strikes(Fault fault, String subject, long number) {
    double frequency = settings.frequency(fault);
    if (frequency <= 0) {
      return false;
    }
    if (frequency < 1) {
      return dice.chance(subject, number) < frequency;
    }
    long period = (long) frequency;
    return Math.floorMod(number, period) == dice.below(period, subject, -1);
  }
}
