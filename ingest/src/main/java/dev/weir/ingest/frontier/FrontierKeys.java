package dev.weir.ingest.frontier;

import dev.weir.ingest.source.KnownUrl;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.topic.Keys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Maps record keys to URLs, and URLs to record keys. Pure. */
final class FrontierKeys {

  private static final String FOUND = "found|";

  private FrontierKeys() {}

  /**
   * The URLs that a record may be about. A deletion has only its key, {@code found|FROM|URL}, which
   * is ambiguous if FROM or URL contain a bar; so all candidates are returned.
   */
  static List<String> urls(FrontierRecord record) {
    FrontierEntry entry = record.entry();
    if (entry != null) {
      return List.of(entry.getUrl());
    }
    if (!record.key().startsWith(FOUND)) {
      return List.of(record.key());
    }
    List<String> urls = new ArrayList<>();
    for (int bar = record.key().indexOf('|', FOUND.length());
        bar >= 0;
        bar = record.key().indexOf('|', bar + 1)) {
      urls.add(record.key().substring(bar + 1));
    }
    return urls;
  }

  /**
   * The keys of all records that may have made a URL known. Findings without news are not kept, but
   * their records may still be in the topic.
   */
  static Set<String> of(KnownUrl known) {
    Set<String> keys = new LinkedHashSet<>();
    known
        .state()
        .ifPresent(
            state -> {
              String url = state.getUrl();
              keys.add(Keys.frontier(url));
              keys.add(FOUND + "|" + url);
              state.getRedirects().forEach(from -> keys.add(FOUND + from + "|" + url));
            });
    known.findings().forEach(finding -> keys.add(Keys.frontier(finding)));
    return keys;
  }
}
