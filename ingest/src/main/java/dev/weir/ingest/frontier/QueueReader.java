package dev.weir.ingest.frontier;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * Reads a domain's queue. Its keys are sorted by priority and, within one priority, by time: the
 * due ones of each priority come first, and the rest is skipped.
 */
final class QueueReader {

  private final RocksTables tables;

  QueueReader(RocksTables tables) {
    this.tables = tables;
  }

  private interface Visitor {
    /** Whether to read on in this priority. */
    boolean wantsMore(byte[] prefix, byte[] key);

    boolean isDone();
  }

  /** The first due URLs: the highest priority first, then the longest due. */
  List<String> due(String domain, Instant now, int max) throws RocksDBException {
    long until = FrontierCodec.order(now);
    List<String> urls = new ArrayList<>();
    visit(
        domain,
        new Visitor() {
          @Override
          public boolean wantsMore(byte[] prefix, byte[] key) {
            boolean isDue = Long.compareUnsigned(FrontierCodec.time(prefix, key), until) <= 0;
            if (isDue) {
              urls.add(new String(FrontierCodec.urlOf(prefix, key), StandardCharsets.UTF_8));
            }
            return isDue;
          }

          @Override
          public boolean isDone() {
            return urls.size() >= max;
          }
        });
    return urls;
  }

  /** When the next URL is due; {@link Instant#MAX} if the domain has none. */
  Instant nextDue(String domain) throws RocksDBException {
    List<Instant> firsts = new ArrayList<>();
    visit(
        domain,
        new Visitor() {
          @Override
          public boolean wantsMore(byte[] prefix, byte[] key) {
            firsts.add(FrontierCodec.instant(FrontierCodec.time(prefix, key)));
            return false;
          }

          @Override
          public boolean isDone() {
            return false;
          }
        });
    return firsts.stream().min(Instant::compareTo).orElse(Instant.MAX);
  }

  private void visit(String domain, Visitor visitor) throws RocksDBException {
    byte[] prefix = FrontierCodec.prefix(domain);
    try (Slice end = new Slice(FrontierCodec.end(prefix));
        ReadOptions options = new ReadOptions().setIterateUpperBound(end);
        RocksIterator keys = tables.db().newIterator(tables.queue(), options)) {
      keys.seek(prefix);
      while (keys.isValid() && !visitor.isDone()) {
        byte[] key = keys.key();
        if (visitor.wantsMore(prefix, key)) {
          keys.next();
        } else {
          List<byte[]> next = FrontierCodec.nextBand(prefix, key);
          if (next.isEmpty()) {
            return;
          }
          keys.seek(next.get(0));
        }
      }
      keys.status();
    }
  }
}
