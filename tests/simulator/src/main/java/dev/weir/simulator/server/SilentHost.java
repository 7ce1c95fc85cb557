package dev.weir.simulator.server;

import java.util.List;

/** A host that takes requests and never answers. */
final class SilentHost implements VirtualHost {
  static final String HOST = "silent.test";

  /** The sources that the printed settings make of it. */
  static final List<String> SOURCES = List.of("feed/silent", "mastodon/silent");

  @Override
  public boolean answers() {
    return false;
  }

  @Override
  public Reply answer(Request request) {
    return Reply.notFound();
  }
}
