package dev.weir.ingest.frontier;

import dev.weir.ingest.settings.FrontierSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The frontier stores of one process, one folder per shard, and the memory that they share: about
 * 160 MB outside the heap, however many URLs there are. Thread-safe.
 */
public final class FrontierStores implements AutoCloseable {

  private static final long CACHE = 96L << 20;
  private static final long WRITE_BUFFERS = 64L << 20;

  private final Path folder;
  private final InstantSource clock;
  private final Cache cache;
  private final WriteBufferManager buffers;
  private final FrontierBudget budget;

  /**
   * Loads the native library, without opening a store.
   *
   * @param folder of this application; a shard's store is a folder in it
   */
  public FrontierStores(Path folder, FrontierSettings settings, InstantSource clock) {
    RocksDB.loadLibrary();
    this.folder = folder;
    this.clock = clock;
    this.cache = new LRUCache(CACHE);
    this.buffers = new WriteBufferManager(WRITE_BUFFERS, cache);
    this.budget = new FrontierBudget(settings.maxUrls());
  }

  /**
   * Opens a shard's store. A store of another topic or version, or one that is damaged or too old,
   * is emptied first.
   *
   * @throws IOException if the folder cannot be used: another process may still have it open
   */
  public FrontierStore open(int shard, String topic) throws IOException {
    RocksTables tables = RocksTables.open(folder.resolve(Integer.toString(shard)), cache, buffers);
    return FrontierStore.over(tables, topic, budget, clock);
  }

  /** Number of URLs in the open stores. */
  public long urls() {
    return budget.used();
  }

  /** Maximum number of URLs. */
  public long maxUrls() {
    return budget.limit();
  }

  /** Closes the shared resources; the stores must be closed first. */
  @Override
  public void close() {
    buffers.close();
    cache.close();
  }
}
