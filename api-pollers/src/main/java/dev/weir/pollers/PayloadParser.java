package dev.weir.pollers;

import java.util.List;

/**
 * The pure part of a network: parses a payload into posts. An implementation uses no clock, no
 * network and no Kafka, never throws because of the payload's content, and is thread-safe.
 */
@FunctionalInterface
public interface PayloadParser {

  /**
   * Returns the result of each item, in the payload's order. A payload that is not JSON is one
   * malformed item.
   */
  List<Parsed> parse(byte[] payload, Origin origin);
}
