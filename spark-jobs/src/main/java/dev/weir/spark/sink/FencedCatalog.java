package dev.weir.spark.sink;

import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * A JDBC catalogue whose tables take a query's snapshots from the query's owner only. The owner
 * stands in a property of the table ({@link MarkedTable#claim}), and is compared in the commit
 * itself: a catalogue's commit succeeds only on the metadata that it was made from, so nobody can
 * become the owner between the comparison and the commit.
 */
public final class FencedCatalog extends JdbcCatalog {

  /** Made by Iceberg, from its name in {@code catalog-impl}. */
  public FencedCatalog() {}

  @Override
  protected TableOperations newTableOps(TableIdentifier table) {
    return new FencedOperations(table.toString(), super.newTableOps(table));
  }
}
