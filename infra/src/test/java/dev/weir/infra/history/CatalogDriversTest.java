package dev.weir.infra.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The databases that the settings may name as the catalogue. */
class CatalogDriversTest {
  @Test
  void sqliteAndPostgresqlAreUnderstood() throws SQLException {
    for (String uri :
        new String[] {"jdbc:sqlite:/data/catalog.db", "jdbc:postgresql://db/iceberg"}) {
      assertThat(DriverManager.getDriver(uri).acceptsURL(uri)).isTrue();
    }
    assertThatThrownBy(() -> DriverManager.getDriver("jdbc:nosuch:x"))
        .isInstanceOf(SQLException.class);
  }
}
