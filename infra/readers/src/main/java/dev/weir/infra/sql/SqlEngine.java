package dev.weir.infra.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Properties;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An in-memory DuckDB for one command. First our own statements set it up; after {@link #fence} the
 * user's SQL may run, which is one SELECT at a time (WITH, VALUES, FROM-first, DESCRIBE, SUMMARIZE
 * and SHOW count as such) and reads only the files that it was given. Time zone UTC; bounded in
 * memory, threads and space on disk; nothing is ever downloaded.
 *
 * <p>Not safe for several threads. {@link SQLException}s carry DuckDB's own words, which point at
 * the place.
 */
public final class SqlEngine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SqlEngine.class);

  private static final String MEMORY = "1GB";
  private static final String SPILL = "4GB";
  private static final int THREADS = 2;

  private final Connection connection;

  private SqlEngine(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens an empty database.
   *
   * @param spillFolder where results larger than memory are put for the moment; made if it is
   *     missing
   */
  public static SqlEngine open(Path spillFolder) throws SQLException, IOException {
    Files.createDirectories(spillFolder);
    Properties properties = new Properties();
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    properties.setProperty("threads", String.valueOf(THREADS));
    properties.setProperty("memory_limit", MEMORY);
    properties.setProperty("temp_directory", spillFolder.toAbsolutePath().toString());
    properties.setProperty("max_temp_directory_size", SPILL);
    SqlEngine engine = new SqlEngine(DriverManager.getConnection("jdbc:duckdb:", properties));
    engine.run("SET TimeZone = 'UTC'");
    return engine;
  }

  /** Runs a statement of ours. Never pass on what a user wrote. */
  public void run(String statement) throws SQLException {
    try (Statement running = connection.createStatement()) {
      running.execute(statement);
    }
  }

  /** A statement of ours with parameters. Never pass on what a user wrote. */
  public PreparedStatement prepare(String statement) throws SQLException {
    return connection.prepareStatement(statement);
  }

  /**
   * From now on only these files can be read, nothing can be written, and no setting can be
   * changed.
   */
  public void fence(Collection<Path> readable) throws SQLException {
    String paths =
        readable.stream()
            .map(path -> literal(path.toAbsolutePath().toString()))
            .collect(Collectors.joining(", ", "[", "]"));
    run("SET allowed_paths = " + paths);
    run("SET enable_external_access = false");
    run("SET lock_configuration = true");
  }

  /**
   * Runs a user's query. The caller closes the result.
   *
   * @throws SQLException where it is not one SELECT, or fails
   */
  public SqlResult query(String select) throws SQLException {
    // Prepared, since a plain statement hides the binder's words behind its own.
    PreparedStatement statement = prepareSelect(select);
    try {
      return new SqlResult(statement, statement.executeQuery());
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /**
   * Prepares a user's query, which may have parameters.
   *
   * @throws SQLException where it is not one SELECT
   */
  public PreparedStatement prepareSelect(String select) throws SQLException {
    requireSelect(select);
    return connection.prepareStatement(select);
  }

  private void requireSelect(String sql) throws SQLException {
    try (PreparedStatement parse =
        connection.prepareStatement(
            "SELECT j->>'error', j->>'error_type', j->>'error_message', json_array_length(j->'statements')"
                + " FROM (SELECT json_serialize_sql(?::VARCHAR) AS j)")) {
      parse.setString(1, sql);
      try (ResultSet parsed = parse.executeQuery()) {
        parsed.next();
        if (parsed.getBoolean(1)) {
          boolean syntax = "parser".equals(parsed.getString(2));
          throw new SQLException(
              syntax
                  ? "Parser Error: " + parsed.getString(3)
                  : "Expected a SELECT, got: " + sql.strip());
        }
        if (parsed.getInt(4) != 1) {
          throw new SQLException(
              "Expected one SELECT, got " + parsed.getInt(4) + " statements: " + sql.strip());
        }
      }
    }
  }

  /** The text as a SQL literal. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** The name as a SQL identifier. */
  public static String identifier(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** Closes it. Errors on close are ignored: the database was in memory. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.atDebug().setCause(e).log("Cannot close DuckDB");
    }
  }
}
