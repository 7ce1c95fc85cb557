package dev.weir.spark.sink;

import java.util.Objects;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;

/** A table's operations that refuse a snapshot of a query that somebody else owns. */
final class FencedOperations implements TableOperations {

  private final String table;
  private final TableOperations operations;

  FencedOperations(String table, TableOperations operations) {
    this.table = table;
    this.operations = operations;
  }

  @Override
  public void commit(@Nullable TableMetadata base, TableMetadata metadata) {
    if (base != null) {
      requireOwner(base, metadata);
    }
    operations.commit(base, metadata);
  }

  private void requireOwner(TableMetadata base, TableMetadata metadata) {
    Snapshot added = metadata.currentSnapshot();
    if (added == null || base.snapshot(added.snapshotId()) != null) {
      return;
    }
    String query = added.summary().get(Marker.QUERY);
    String owner = query == null ? null : base.properties().get(MarkedTable.OWNER + query);
    String writer = added.summary().get(MarkedTable.WRITER);
    if (owner != null && !Objects.equals(owner, writer)) {
      throw new FencedException(
          "Table %s: expected query %s to be written by its owner %s, got a commit of %s, which has lost it"
              .formatted(table, query, owner, writer == null ? "an unknown writer" : writer));
    }
  }

  @Override
  public TableMetadata current() {
    return operations.current();
  }

  @Override
  public TableMetadata refresh() {
    return operations.refresh();
  }

  @Override
  public FileIO io() {
    return operations.io();
  }

  @Override
  public EncryptionManager encryption() {
    return operations.encryption();
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return operations.metadataFileLocation(fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return operations.locationProvider();
  }

  @Override
  public TableOperations temp(TableMetadata uncommitted) {
    return operations.temp(uncommitted);
  }

  @Override
  public long newSnapshotId() {
    return operations.newSnapshotId();
  }

  @Override
  public boolean requireStrictCleanup() {
    return operations.requireStrictCleanup();
  }
}
