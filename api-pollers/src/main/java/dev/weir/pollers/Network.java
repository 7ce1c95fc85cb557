package dev.weir.pollers;

import dev.weir.ingest.program.SourceType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/** A network whose posts are polled or streamed, and whose payloads can be parsed. */
public interface Network extends SourceType {
  /** Its name in {@code poll parse}, such as {@code bluesky}. */
  String network();

  /**
   * The parser of its payloads.
   *
   * @param instance URL of the server that a payload is from, if the network has several
   * @param normalizer normalizes a URL; empty if it is not one
   */
  PayloadParser parser(Optional<String> instance, Function<String, Optional<String>> normalizer);

  @Override
  default String program() {
    return "pollers";
  }

  /** All networks on the class path, by name. */
  static List<Network> all() {
    return ServiceLoader.load(SourceType.class).stream()
        .filter(provider -> Network.class.isAssignableFrom(provider.type()))
        .map(provider -> (Network) provider.get())
        .sorted(Comparator.comparing(Network::network))
        .toList();
  }
}
