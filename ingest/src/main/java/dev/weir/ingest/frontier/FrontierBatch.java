package dev.weir.ingest.frontier;

import dev.weir.ingest.source.KnownUrl;
import dev.weir.schemas.record.FrontierEntry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Records of the topic on their way into the store, each URL once. */
final class FrontierBatch {

  private final FrontierStore store;
  private final WriteBatch batch;
  private final Map<String, Touched> touched = new LinkedHashMap<>();

  /** A URL that changes: its old and its new state. */
  private record Touched(@Nullable FrontierEntry before, KnownUrl known) {}

  FrontierBatch(FrontierStore store, WriteBatch batch) {
    this.store = store;
    this.batch = batch;
  }

  /** Puts everything into the batch; returns by how many URLs the store grows. */
  long write(List<FrontierRecord> records) throws RocksDBException, IOException {
    for (FrontierRecord record : records) {
      for (String url : FrontierKeys.urls(record)) {
        take(record, url);
      }
    }
    long added = 0;
    for (Map.Entry<String, Touched> one : touched.entrySet()) {
      FrontierEntry before = one.getValue().before();
      KnownUrl known = one.getValue().known();
      boolean isThere = known.merged().isPresent();
      if (before != null || isThere) {
        store.put(batch, one.getKey(), before, known);
      }
      added += (isThere ? 1 : 0) - (before != null ? 1 : 0);
    }
    return added;
  }

  private void take(FrontierRecord record, String url) throws RocksDBException, IOException {
    Touched one = touched.get(url);
    FrontierEntry entry = record.entry();
    if (one == null) {
      Optional<KnownUrl> stored = store.read(url);
      if (stored.isEmpty() && (entry == null || !store.admits(entry))) {
        return;
      }
      KnownUrl known = stored.orElseGet(KnownUrl::new);
      one = new Touched(known.merged().orElse(null), known);
      touched.put(url, one);
    }
    if (entry == null) {
      one.known().remove(record.key());
    } else {
      one.known().accept(entry);
    }
    store.overlay(record, url);
  }
}
