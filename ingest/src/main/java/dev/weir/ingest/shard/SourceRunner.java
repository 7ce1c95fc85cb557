package dev.weir.ingest.shard;

import dev.weir.ingest.shard.run.RunSummary;
import dev.weir.ingest.source.Source;
import dev.weir.schemas.registry.IncompatibleSchemaException;
import dev.weir.schemas.settings.StackSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs an application's sources against the servers of the settings: the one thing that scrapers
 * and pollers call. Several processes of one application share its sources; each source runs in
 * exactly one of them.
 */
public final class SourceRunner {

  /** How long an ending JVM waits for a clean stop. */
  private static final long STOP_SECONDS = 25;

  private SourceRunner() {}

  /**
   * Runs the sources. Ends cleanly (what runs is finished and committed) when the thread is
   * interrupted, when the lifeline of the options ends, when the JVM is told to end, or in a run of
   * once when every source has nothing more. While broker, topics or registry are away it waits,
   * which the status file shows.
   *
   * @param name of the application, such as {@code pollers}: its instances share the sources
   * @param sources all sources of the application, the same in each instance; ids must differ
   * @throws IncompatibleSchemaException if the registry refuses a schema: nothing was polled
   * @throws InterruptedException if the thread was interrupted; everything has ended
   */
  public static RunSummary run(
      String name, StackSettings stack, Collection<? extends Source> sources, RunOptions options)
      throws InterruptedException, IncompatibleSchemaException {
    ShardedRunner runner = new ShardedRunner(name, stack, sources, options);
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> stopAndWait(runner, ended), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    options.lifeline().ifPresent(in -> watch(in, runner));
    try {
      return runner.run();
    } finally {
      ended.countDown();
      removeHook(hook);
    }
  }

  private static void stopAndWait(ShardedRunner runner, CountDownLatch ended) {
    runner.stop();
    try {
      boolean ignored = ended.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // The hook is running, and waits for this run no longer.
    }
  }

  private static void watch(InputStream lifeline, ShardedRunner runner) {
    Thread watcher =
        new Thread(
            () -> {
              try {
                while (lifeline.read() >= 0) {
                  // Only the end counts.
                }
              } catch (IOException gone) {
                // As good as the end.
              }
              runner.stop();
            },
            "lifeline");
    watcher.setDaemon(true);
    watcher.start();
  }
}
