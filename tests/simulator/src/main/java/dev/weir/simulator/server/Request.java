package dev.weir.simulator.server;

import java.util.Map;
import java.util.Optional;

/**
 * A request as the hosts see it.
 *
 * @param host name without a port, in lower case
 * @param path decoded
 * @param query the last value of each parameter
 * @param headers by lower-case name, those that the hosts look at
 * @param number how many requests this host had before
 */
record Request(
    String method,
    String host,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    long number) {

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Path and query, for messages. */
  String target() {
    return query.isEmpty() ? path : path + "?" + query;
  }
}
