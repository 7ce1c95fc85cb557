package dev.weir.infra.cli.stack;

import dev.weir.infra.history.FileCache;
import dev.weir.infra.history.HistoryCatalog;
import dev.weir.infra.history.HistoryTable;
import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.infra.s3.ObjectStore;
import dev.weir.infra.s3.S3ObjectStore;
import dev.weir.schemas.settings.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the numbers of rows in the history's tables, as their snapshots state them, on a thread
 * of its own: reading them takes a while, and the view must not stand still meanwhile.
 */
final class HistoryCounts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryCounts.class);
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final String TOTAL = "total-records";
  private static final long CACHE_BYTES = 64L << 20;

  private final ActiveSettings settings;
  private final Thread thread;
  private volatile Map<String, Long> rows = Map.of();

  HistoryCounts(ActiveSettings settings) {
    this.settings = settings;
    this.thread = new Thread(this::follow, "history-rows");
    thread.setDaemon(true);
    thread.start();
  }

  /** Rows by table, as of the last look. */
  Map<String, Long> rows() {
    return rows;
  }

  private void follow() {
    try {
      while (true) {
        try {
          rows = read();
        } catch (IOException | RuntimeException e) {
          LOG.atDebug().setCause(e).log("The history cannot be read now");
        }
        Thread.sleep(EVERY.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, Long> read() throws IOException {
    StackSettings stack = settings.stack();
    Path folder = stack.dataDir().resolve("cache");
    Map<String, Long> found = new LinkedHashMap<>();
    try (ObjectStore store = S3ObjectStore.connect(stack, settings.environment());
        HistoryCatalog catalog =
            HistoryCatalog.open(
                stack,
                settings.environment(),
                store,
                new FileCache(folder, store, CACHE_BYTES, Clock.systemUTC()))) {
      for (String name : HistoryCatalog.TABLES) {
        Optional<HistoryTable.SnapshotInfo> current =
            catalog.table(name).flatMap(HistoryTable::current);
        if (current.isPresent()) {
          found.put(name, Long.parseLong(current.get().summary().getOrDefault(TOTAL, "0")));
        }
      }
    }
    return found;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
