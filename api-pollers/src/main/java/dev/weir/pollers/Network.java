package dev.weir.pollers;

import dev.weir.ingest.program.SourceType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/** A network whose posts are polled or streamed, and whose payloads can be parsed. */
public interface Network extends SourceType {
  /** What {@code poll parse} calls it, such as {@code bluesky}. */
  String network();

  /**
   * The parser of its payloads.
   *
   * @param instance the address of the server that a payload is from, where the network has several
   * @param normalizer normalises a URL; empty where it is none
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
