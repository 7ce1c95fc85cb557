package dev.weir.ingest.shard;

import dev.weir.ingest.settings.FrontierSettings;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How to run.
 *
 * @param mode for ever, or until every source has nothing more
 * @param frontier whether sources see the frontier of their shard
 * @param frontierIndex where the frontier's index lies, and its bound
 * @param statusFile where to write what each source is doing, each second
 * @param lifeline ends the run cleanly when it ends: the standard input of a supervised program
 * @param clock tells the time of polls and cursors
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
     * Each source is polled until it has nothing more; streams are followed until they have caught
     * up with the start of the run, or say nothing for a while.
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
