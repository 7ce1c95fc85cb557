package dev.weir.ingest.shard;

import dev.weir.ingest.settings.FrontierSettings;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How to run.
 *
 * @param mode forever, or until every source has no more data
 * @param frontier whether sources see the frontier of their shard
 * @param frontierIndex where the frontier's index is, and its limit
 * @param statusFile where to write the state of each source, every second
 * @param lifeline its end of file ends the run cleanly: the standard input of a supervised program
 * @param clock time of polls and cursors
 */
public record RunOptions(
    Mode mode,
    FrontierUse frontier,
    FrontierSettings frontierIndex,
    Optional<Path> statusFile,
    Optional<InputStream> lifeline,
    InstantSource clock) {

  /** How long to run. */
  public enum Mode {
    FOREVER,
    /**
     * Each source is polled until it has no more data; streams are followed until they have caught
     * up with the start of the run, or are silent for a while.
     */
    ONCE
  }

  /** Whether the frontier is read. */
  public enum FrontierUse {
    UNUSED,
    READ
  }

  public static RunOptions forever() {
    return new RunOptions(
        Mode.FOREVER,
        FrontierUse.UNUSED,
        FrontierSettings.defaults(),
        Optional.empty(),
        Optional.empty(),
        InstantSource.system());
  }

  public static RunOptions once() {
    return new RunOptions(
        Mode.ONCE,
        FrontierUse.UNUSED,
        FrontierSettings.defaults(),
        Optional.empty(),
        Optional.empty(),
        InstantSource.system());
  }

  public RunOptions withFrontier() {
    return new RunOptions(mode, FrontierUse.READ, frontierIndex, statusFile, lifeline, clock);
  }

  public RunOptions withFrontierIndex(FrontierSettings settings) {
    return new RunOptions(mode, frontier, settings, statusFile, lifeline, clock);
  }

  public RunOptions withStatusFile(Path file) {
    return new RunOptions(mode, frontier, frontierIndex, Optional.of(file), lifeline, clock);
  }

  public RunOptions withLifeline(InputStream in) {
    return new RunOptions(mode, frontier, frontierIndex, statusFile, Optional.of(in), clock);
  }

  boolean isOnce() {
    return mode == Mode.ONCE;
  }
}
