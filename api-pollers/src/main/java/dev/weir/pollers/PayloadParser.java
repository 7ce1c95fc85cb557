package dev.weir.pollers;

import java.util.List;

/**
 * The pure part of a network: a payload's bytes to posts. An implementation knows no clock, no
 * network and no Kafka, never throws for what the payload holds, and is safe for use by several
 * threads.
 */
@FunctionalInterface
public interface PayloadParser {

  /**
   * Returns what became of each item, in the payload's order. A payload that is no JSON is one
   * malformed item.
   */
  List<Parsed> parse(byte[] payload, Origin origin);
}
