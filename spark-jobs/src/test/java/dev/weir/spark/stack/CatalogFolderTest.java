package dev.weir.spark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogFolderTest {
  @TempDir private Path folder;

  @Test
  void withoutAnEmbeddedServerTheFolderOfTheCatalogIsMadeSoThatSqliteOpensIt() throws Exception {
    Path file = folder.resolve("weir/data/catalog.db");
    String uri = "jdbc:sqlite:" + file + "?busy_timeout=30000";
    CatalogFolder.make(uri);
    try (Connection connection = DriverManager.getConnection(uri);
        var statement = connection.createStatement()) {
      assertThat(statement.execute("CREATE TABLE t (a INT)")).isFalse();
    }
    assertThat(file).exists();
    CatalogFolder.make(uri);
  }

  @Test
  void anotherDatabaseNeedsNoFolder() throws Exception {
    CatalogFolder.make("jdbc:postgresql://db/iceberg");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}
