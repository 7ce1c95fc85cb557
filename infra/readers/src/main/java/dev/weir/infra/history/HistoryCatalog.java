package dev.weir.infra.history;

import dev.weir.infra.s3.ObjectStore;
import dev.weir.schemas.settings.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.jspecify.annotations.Nullable;

/**
 * The history's tables, by way of the catalogue's database and the bucket. Reads only: it neither
 * creates nor changes a table, and runs beside the Spark job that writes them.
 */
public final class HistoryCatalog implements AutoCloseable {

  /** The tables, in the order in which people ask for them. */
  public static final List<String> TABLES = List.of("posts", "pages", "mentions");

  private static final String CATALOG = "weir";
  private static final Namespace NAMESPACE = Namespace.of("history");
  private static final String SQLITE = "jdbc:sqlite:";
  private static final String BUSY_MILLIS = "10000";
  private static final String JDBC = "jdbc.";
  private static final String ICEBERG_TABLES = "iceberg_tables";

  private final Optional<JdbcCatalog> catalog;

  private HistoryCatalog(Optional<JdbcCatalog> catalog) {
    this.catalog = catalog;
  }

  /**
   * Opens the catalogue of the settings. A SQLite file that does not exist yet is an empty
   * catalogue, and is not created; so is a database in which no job has made Iceberg's tables yet.
   *
   * @param environment where user and password are read, by the names in the settings
   * @throws IOException where the database cannot be reached
   */
  public static HistoryCatalog open(
      StackSettings stack,
      UnaryOperator<@Nullable String> environment,
      ObjectStore store,
      FileCache cache)
      throws IOException {
    String uri = stack.catalogUri();
    if (uri.startsWith(SQLITE) && !Files.exists(sqliteFile(uri))) {
      return new HistoryCatalog(Optional.empty());
    }
    Map<String, String> properties = new HashMap<>();
    properties.put(CatalogProperties.URI, uri);
    properties.put(
        CatalogProperties.WAREHOUSE_LOCATION, "s3a://" + stack.s3().bucket() + "/warehouse");
    properties.put("jdbc.schema-version", "V1");
    if (uri.startsWith(SQLITE)) {
      properties.put("jdbc.busy_timeout", BUSY_MILLIS);
    }
    credential(properties, "jdbc.user", stack.catalog().userEnv(), environment);
    credential(properties, "jdbc.password", stack.catalog().passwordEnv(), environment);
    JdbcCatalog catalog = new JdbcCatalog(ignored -> new BucketFileIo(store, cache), null, false);
    try {
      catalog.initialize(CATALOG, properties);
    } catch (RuntimeException e) {
      catalog.close();
      if (isEmpty(uri, properties)) {
        return new HistoryCatalog(Optional.empty());
      }
      throw new IOException("Cannot open the catalogue at " + uri + ": " + e.getMessage(), e);
    }
    return new HistoryCatalog(Optional.of(catalog));
  }

  private static boolean isEmpty(String uri, Map<String, String> properties) throws IOException {
    Properties login = new Properties();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(JDBC)) {
            login.setProperty(key.substring(JDBC.length()), value);
          }
        });
    try (Connection database = DriverManager.getConnection(uri, login);
        ResultSet tables = database.getMetaData().getTables(null, null, ICEBERG_TABLES, null)) {
      return !tables.next();
    } catch (SQLException e) {
      throw new IOException("Cannot open the catalogue at " + uri + ": " + e.getMessage(), e);
    }
  }

  private static Path sqliteFile(String uri) {
    String path = uri.substring(SQLITE.length());
    int query = path.indexOf('?');
    return Path.of(query < 0 ? path : path.substring(0, query));
  }

  private static void credential(
      Map<String, String> properties,
      String property,
      @Nullable String variable,
      UnaryOperator<@Nullable String> environment) {
    String value = variable == null ? null : environment.apply(variable);
    if (value != null) {
      properties.put(property, value);
    }
  }

  /**
   * A table as it stands now; empty where no row of it has ever been written.
   *
   * @throws IOException where catalogue or bucket cannot be read
   */
  public Optional<HistoryTable> table(String name) throws IOException {
    if (catalog.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new HistoryTable(name, catalog.get().loadTable(TableIdentifier.of(NAMESPACE, name))));
    } catch (NoSuchTableException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw new IOException("Cannot load the table " + name + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    catalog.ifPresent(JdbcCatalog::close);
  }
}
