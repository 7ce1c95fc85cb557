package dev.weir.simulator.fault;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How often each fault strikes: below 1 a probability, from 1 upwards "once in so many" items or
 * requests; absent or 0 is never.
 */
public record FaultSettings(Map<Fault, Double> frequencies) {

  /** A world without faults. */
  public static final FaultSettings NONE = new FaultSettings(Map.of());

  public FaultSettings {
    frequencies.forEach(
        (fault, value) -> {
          if (!(value >= 0)) {
            throw new IllegalArgumentException(
                "Expected a frequency of 0 or more for " + fault.key() + ", got: " + value);
          }
        });
    EnumMap<Fault, Double> copy = new EnumMap<>(Fault.class);
    copy.putAll(frequencies);
    frequencies = Map.copyOf(copy);
  }

  /**
   * Reads {@code none}, {@code mild}, {@code all} or a list such as {@code
   * mild,malformed=0.05,outage=1000}, later entries winning.
   *
   * @throws IllegalArgumentException naming the entry that is not understood
   */
  public static FaultSettings parse(String text) {
    EnumMap<Fault, Double> values = new EnumMap<>(Fault.class);
    for (String entry : text.split(",", -1)) {
      String trimmed = entry.strip();
      switch (trimmed) {
        case "", "none" -> values.clear();
        case "mild" -> Arrays.stream(Fault.values()).forEach(f -> values.put(f, f.mild()));
        case "all" -> Arrays.stream(Fault.values()).forEach(f -> values.put(f, f.all()));
        default -> parseEntry(trimmed, values);
      }
    }
    values.values().removeIf(value -> value == 0);
    return new FaultSettings(values);
  }

  private static void parseEntry(String entry, Map<Fault, Double> values) {
    int equals = entry.indexOf('=');
    String key = equals < 0 ? entry : entry.substring(0, equals);
    Fault fault =
        Arrays.stream(Fault.values())
            .filter(candidate -> candidate.key().equals(key))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Expected none, mild, all or one of "
                            + Arrays.stream(Fault.values())
                                .map(Fault::key)
                                .collect(Collectors.joining(", "))
                            + ", got: "
                            + key));
    try {
      values.put(fault, equals < 0 ? fault.all() : Double.parseDouble(entry.substring(equals + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Expected NAME=NUMBER, got: " + entry, e);
    }
  }

  /** How often the fault strikes; 0 for never. */
  public double frequency(Fault fault) {
    return frequencies.getOrDefault(fault, 0.0);
  }

  /** These settings with the faults of requests replaced by another's, the faults of items kept. */
  public FaultSettings withRequestFaultsOf(FaultSettings other) {
    EnumMap<Fault, Double> merged = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      double value = fault.ofRequest() ? other.frequency(fault) : frequency(fault);
      if (value > 0) {
        merged.put(fault, value);
      }
    }
    return new FaultSettings(merged);
  }

  /** The list that {@link #parse} reads back. */
  @Override
  public String toString() {
    if (frequencies.isEmpty()) {
      return "none";
    }
    return new TreeMap<>(frequencies)
        .entrySet().stream()
            .map(entry -> entry.getKey().key() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
  }
}
