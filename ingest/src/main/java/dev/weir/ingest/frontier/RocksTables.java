package dev.weir.ingest.frontier;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A RocksDB with three tables: facts about the index, entries by URL, and the queue in the order of
 * fetching. There is no write-ahead log: all tables are flushed together, so after a crash they
 * hold one earlier batch with its offset, and the rest is read again.
 */
final class RocksTables implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RocksTables.class);

  /** Marks that a read failed and that the folder must not be trusted. */
  private static final String DAMAGED = "DAMAGED";

  private static final int OPEN_FILES = 64;
  private static final long WRITE_BUFFER = 8L << 20;

  private final Path folder;
  private final List<RocksObject> owned;
  private final List<ColumnFamilyHandle> handles;
  private final RocksDB db;
  private final WriteOptions writes;

  private RocksTables(
      Path folder, List<RocksObject> owned, List<ColumnFamilyHandle> handles, RocksDB db) {
    this.folder = folder;
    this.owned = owned;
    this.handles = handles;
    this.db = db;
    this.writes = new WriteOptions().setDisableWAL(true);
    owned.add(writes);
  }

  /** Opens the folder; a damaged one is emptied first. */
  static RocksTables open(Path folder, Cache cache, WriteBufferManager buffers) throws IOException {
    Files.createDirectories(folder);
    if (Files.exists(folder.resolve(DAMAGED))) {
      empty(folder);
    }
    try {
      return attempt(folder, cache, buffers);
    } catch (RocksDBException e) {
      if (isLocked(e)) {
        throw new IOException("Another process has the frontier of " + folder + " open", e);
      }
      LOG.atWarn()
          .addKeyValue("folder", folder)
          .setCause(e)
          .log("The frontier's index cannot be opened and is rebuilt");
      empty(folder);
    }
    try {
      return attempt(folder, cache, buffers);
    } catch (RocksDBException e) {
      throw new IOException("Cannot open the frontier's index in " + folder, e);
    }
  }

  private static boolean isLocked(RocksDBException e) {
    Status status = e.getStatus();
    return status != null
        && status.getCode() == Status.Code.IOError
        && String.valueOf(e.getMessage()).contains("lock");
  }

  private static RocksTables attempt(Path folder, Cache cache, WriteBufferManager buffers)
      throws RocksDBException {
    List<RocksObject> owned = new ArrayList<>();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      BloomFilter filter = new BloomFilter(10);
      owned.add(filter);
      List<ColumnFamilyDescriptor> families = new ArrayList<>();
      for (byte[] name : List.of(RocksDB.DEFAULT_COLUMN_FAMILY, utf8("entries"), utf8("queue"))) {
        ColumnFamilyOptions options = table(cache, filter);
        owned.add(options);
        families.add(new ColumnFamilyDescriptor(name, options));
      }
      DBOptions options = database(buffers);
      owned.add(options);
      RocksDB db = RocksDB.open(options, folder.toString(), families, handles);
      return new RocksTables(folder, owned, handles, db);
    } catch (RocksDBException e) {
      owned.forEach(RocksObject::close);
      throw e;
    }
  }

  private static DBOptions database(WriteBufferManager buffers) {
    return new DBOptions()
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setAtomicFlush(true)
        .setMaxOpenFiles(OPEN_FILES)
        .setMaxBackgroundJobs(2)
        .setKeepLogFileNum(2)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setWriteBufferManager(buffers);
  }

  private static ColumnFamilyOptions table(Cache cache, BloomFilter filter) {
    BlockBasedTableConfig blocks =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setBlockSize(16 << 10)
            .setFilterPolicy(filter)
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true);
    return new ColumnFamilyOptions()
        .setTableFormatConfig(blocks)
        .setWriteBufferSize(WRITE_BUFFER)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setLevelCompactionDynamicLevelBytes(true);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  RocksDB db() {
    return db;
  }

  ColumnFamilyHandle facts() {
    return handles.get(0);
  }

  ColumnFamilyHandle entries() {
    return handles.get(1);
  }

  ColumnFamilyHandle queue() {
    return handles.get(2);
  }

  void write(WriteBatch batch) throws RocksDBException {
    db.write(writes, batch);
  }

  /** Removes everything from the tables. */
  void clear() throws RocksDBException {
    byte[] last = new byte[4096];
    java.util.Arrays.fill(last, (byte) 0xff);
    for (ColumnFamilyHandle handle : handles) {
      db.deleteRange(handle, writes, new byte[0], last);
    }
    flush();
    for (ColumnFamilyHandle handle : handles) {
      db.compactRange(handle);
    }
  }

  private void flush() throws RocksDBException {
    try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
      db.flush(options, handles);
    }
  }

  /** The next opening starts with an empty index. */
  void distrust() {
    try {
      Files.writeString(folder.resolve(DAMAGED), "");
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("folder", folder).setCause(e).log("Cannot mark a damaged index");
    }
  }

  /** Flushes and closes. */
  @Override
  public void close() {
    try {
      flush();
    } catch (RocksDBException e) {
      LOG.atWarn()
          .addKeyValue("folder", folder)
          .setCause(e)
          .log("Cannot flush; the remaining records will be read again");
    }
    handles.forEach(ColumnFamilyHandle::close);
    db.close();
    owned.forEach(RocksObject::close);
  }
}
