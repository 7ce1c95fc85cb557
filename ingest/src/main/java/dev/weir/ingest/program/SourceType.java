package dev.weir.ingest.program;

import dev.weir.ingest.source.PollResult;
import dev.weir.schemas.settings.SettingsException;
import dev.weir.schemas.settings.SettingsFile;
import java.util.List;

/**
 * A kind of source, such as feeds or Mastodon's timelines: its section of the settings, and how to
 * make its sources. Implementations are found by {@link java.util.ServiceLoader}, so they have a
 * public constructor without parameters; they are stateless.
 */
public interface SourceType {
  /** The program that runs its sources: {@code scrapers} or {@code pollers}. */
  String program();

  /** The section of the settings file: a list with an entry for each source. */
  String section();

  /**
   * Reads the section without connecting.
   *
   * @throws SettingsException if an entry is invalid
   */
  List<ConfiguredSource> configured(SettingsFile settings);

  /** The role of its sources. */
  default Stage stage() {
    return Stage.DISCOVER;
  }

  /** Judges the response of one of its sources to a first poll. */
  default Verdict verdict(List<PollResult> results) {
    return Verdict.counted(results);
  }

  /** Order of the sources in a {@code once} run: what one stage finds is available to the next. */
  enum Stage {
    /** Produces records, or URLs for others to fetch. */
    DISCOVER,
    /** Follows the links in posts; cannot be tried by itself. */
    RESOLVE,
    /** Fetches what was discovered. */
    FETCH
  }
}
