package dev.weir.infra.history;

import dev.weir.infra.s3.ObjectStore;
import dev.weir.infra.s3.S3ObjectStore;
import dev.weir.infra.sql.SqlEngine;
import dev.weir.schemas.settings.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The history of one stack, opened for reading: its bucket, catalogue and local cache together. Not
 * safe for several threads.
 */
public final class History implements AutoCloseable {

  private static final long CACHE_BYTES = 2L << 30;

  private final StackSettings stack;
  private final ObjectStore store;
  private final FileCache cache;
  private final HistoryCatalog catalog;

  private History(StackSettings stack, ObjectStore store, FileCache cache, HistoryCatalog catalog) {
    this.stack = stack;
    this.store = store;
    this.cache = cache;
    this.catalog = catalog;
  }

  /**
   * Opens it.
   *
   * @param environment where credentials are looked up by the names in the settings
   * @throws IOException where the catalogue cannot be opened
   */
  public static History open(
      StackSettings stack, UnaryOperator<@Nullable String> environment, Clock clock)
      throws IOException {
    return open(stack, environment, S3ObjectStore.connect(stack, environment), clock);
  }

  /** The same over a store that is there already, which is closed with it. */
  static History open(
      StackSettings stack,
      UnaryOperator<@Nullable String> environment,
      ObjectStore store,
      Clock clock)
      throws IOException {
    try {
      Path folder = stack.dataDir().resolve("cache").resolve("history");
      FileCache cache = new FileCache(folder, store, CACHE_BYTES, clock);
      return new History(
          stack, store, cache, HistoryCatalog.open(stack, environment, store, cache));
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** A table as it stands now; empty where it has not been created yet. */
  public Optional<HistoryTable> table(String name) throws IOException {
    if (!HistoryCatalog.TABLES.contains(name)) {
      throw new IllegalArgumentException(
          "Expected one of " + HistoryCatalog.TABLES + ", got: " + name);
    }
    return catalog.table(name);
  }

  /** Rows by table, as the newest snapshots state: 0 for a table that is not there yet. */
  public Map<String, Long> rows() throws IOException {
    Map<String, Long> rows = new LinkedHashMap<>();
    for (String name : HistoryCatalog.TABLES) {
      rows.put(
          name,
          table(name)
              .flatMap(HistoryTable::current)
              .map(snapshot -> snapshot.summary().getOrDefault("total-records", "0"))
              .map(Long::parseLong)
              .orElse(0L));
    }
    return rows;
  }

  /** The bucket. */
  public ObjectStore store() {
    return store;
  }

  /** Makes the tables' views in an engine. */
  public HistoryViews views() {
    return new HistoryViews(cache);
  }

  /** An engine for the user's queries over the history. */
  public SqlEngine engine() throws SQLException, IOException {
    return SqlEngine.open(stack.dataDir().resolve("cache").resolve("spill"));
  }

  /** Closes the connections, and brings the cache back within its bounds. */
  @Override
  public void close() throws IOException {
    catalog.close();
    store.close();
    cache.trim();
  }
}
