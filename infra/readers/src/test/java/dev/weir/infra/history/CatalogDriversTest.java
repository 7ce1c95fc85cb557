package dev.weir.infra.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.settings.StackSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The databases that the settings may name as the catalogue. */
class CatalogDriversTest {
  @TempDir Path folder;

  @Test
  void sqliteAndPostgresqlAreUnderstood() throws SQLException {
    for (String uri :
        new String[] {"jdbc:sqlite:/data/catalog.db", "jdbc:postgresql://db/iceberg"}) {
      assertThat(DriverManager.getDriver(uri).acceptsURL(uri)).isTrue();
    }
    assertThatThrownBy(() -> DriverManager.getDriver("jdbc:nosuch:x"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void aDatabaseWithoutIcebergsTablesIsAnEmptyCatalogue() throws Exception {
    String uri = "jdbc:sqlite:" + folder.resolve("other.db");
    try (Connection database = DriverManager.getConnection(uri);
        Statement statement = database.createStatement()) {
      statement.execute("CREATE TABLE other (n INTEGER)");
    }
    StackSettings stack =
        new StackSettings(
            folder,
            null,
            null,
            null,
            null,
            new StackSettings.CatalogSettings(uri, null, null),
            null);
    try (History history =
        History.open(
            stack, name -> null, new FolderStore(folder.resolve("bucket")), Clock.systemUTC())) {
      assertThat(history.table("posts")).isEmpty();
    }
  }
}
