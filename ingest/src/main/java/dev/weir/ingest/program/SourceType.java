package dev.weir.ingest.program;

import dev.weir.ingest.source.PollResult;
import dev.weir.schemas.settings.SettingsException;
import dev.weir.schemas.settings.SettingsFile;
import java.util.List;

/**
 * A kind of source, such as feeds or Mastodon's timelines: its section of the settings, and how its
 * sources are made. Implementations are found by {@link java.util.ServiceLoader}, so they have a
 * public constructor without parameters; they hold no state.
 */
public interface SourceType {
  /** The program that runs its sources: {@code scrapers} or {@code pollers}. */
  String program();

  /** The section of the settings file: a list with an entry for each source. */
  String section();

  /**
   * Reads the section. Nothing is connected to.
   *
   * @throws SettingsException where an entry asks for something that cannot be done
   */
  List<ConfiguredSource> configured(SettingsFile settings);

  /** What its sources do for others. */
  default Stage stage() {
    return Stage.DISCOVER;
  }

  /** What the answer of one of its sources to a first poll means. */
  default Verdict verdict(List<PollResult> results) {
    return Verdict.counted(results);
  }

  /** When a source runs in a run of {@code once}: what one stage finds is there for the next. */
  enum Stage {
    /** Says what there is: records, or URLs for others to fetch. */
    DISCOVER,
    /** Follows the links that posts name; there is nothing to try by itself. */
    RESOLVE,
    /** Fetches what was discovered. */
    FETCH
  }
}
