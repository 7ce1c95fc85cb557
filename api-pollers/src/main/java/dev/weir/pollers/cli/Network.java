package dev.weir.pollers.cli;

import dev.weir.pollers.PayloadParser;
import dev.weir.pollers.bluesky.JetstreamParser;
import dev.weir.pollers.mastodon.MastodonParser;
import dev.weir.pollers.x.XParser;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The networks whose payloads can be read. */
enum Network {
  MASTODON {
    @Override
    PayloadParser parser(Optional<String> instance, Function<String, Optional<String>> normalizer) {
      return new MastodonParser(instance, normalizer);
    }
  },
  BLUESKY {
    @Override
    PayloadParser parser(Optional<String> instance, Function<String, Optional<String>> normalizer) {
      return new JetstreamParser(normalizer);
    }
  },
  X {
    @Override
    PayloadParser parser(Optional<String> instance, Function<String, Optional<String>> normalizer) {
      return new XParser(normalizer);
    }
  };

  abstract PayloadParser parser(
      Optional<String> instance, Function<String, Optional<String>> normalizer);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
