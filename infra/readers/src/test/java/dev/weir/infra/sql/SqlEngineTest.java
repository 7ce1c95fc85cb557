package dev.weir.infra.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlEngineTest {

  @TempDir Path folder;
  private SqlEngine engine;

  @BeforeEach
  void open() throws Exception {
    engine = SqlEngine.open(folder.resolve("spill"));
  }

  @AfterEach
  void close() throws Exception {
    engine.close();
  }

  @Test
  void valuesComeAsPlainOnes() throws Exception {
    assertThat(
            rows(
                "SELECT 1, 'x', NULL, TIMESTAMPTZ '2026-11-01 12:00:00.5+01', [1, NULL],"
                    + " {'a': {'b': ['c']}}, MAP {'k': 2}, DATE '2026-11-01', true"))
        .containsExactly(
            Arrays.asList(
                1,
                "x",
                null,
                "2026-11-01T11:00:00.500Z",
                Arrays.asList(1, null),
                Map.of("a", Map.of("b", List.of("c"))),
                Map.of("k", 2),
                "2026-11-01",
                true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WITH a AS (SELECT 1 AS x) SELECT * FROM a",
        "FROM range(1)",
        "VALUES (1)",
        "DESCRIBE SELECT 1",
        "SELECT 1 AS x -- so it is",
        "SELECT 1;"
      })
  void aSelectInAnyOfItsFormsRuns(String sql) throws Exception {
    engine.fence(List.of());

    assertThat(rows(sql)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY (SELECT 1) TO 'out.csv'",
        "CREATE TABLE t AS SELECT 1",
        "ATTACH 'other.db'",
        "INSTALL httpfs",
        "SET memory_limit = '100GB'",
        "SELECT 1; SELECT 2",
        "PRAGMA version"
      })
  void whatIsNotOneSelectIsRefused(String sql) throws Exception {
    engine.fence(List.of());

    assertThatThrownBy(() -> rows(sql))
        .isInstanceOf(SQLException.class)
        .hasMessageStartingWith("Expected ");
  }

  @Test
  void onlyTheFilesGivenCanBeRead() throws Exception {
    Path given = Files.writeString(folder.resolve("given.csv"), "a\n1\n");
    Path other = Files.writeString(folder.resolve("other.csv"), "a\n1\n");
    engine.fence(List.of(given));

    assertThat(rows("SELECT * FROM read_csv('" + given + "')")).hasSize(1);
    assertThatThrownBy(() -> rows("SELECT * FROM read_csv('" + other + "')"))
        .hasMessageContaining("disabled by configuration");
    assertThatThrownBy(() -> rows("SELECT * FROM glob('" + folder + "/*')"))
        .hasMessageContaining("disabled by configuration");
  }

  @Test
  void anErrorCarriesTheWordsOfTheBinder() {
    assertThatThrownBy(() -> rows("SELECT nosuch FROM range(1)"))
        .hasMessageContaining("\"nosuch\" not found");
    assertThatThrownBy(() -> rows("SELEC 1")).hasMessageContaining("syntax error");
  }

  @Test
  void aResultLargerThanMemoryIsSpilledOrRefusedButEnds() throws Exception {
    engine.fence(List.of());

    assertThat(
            rows(
                "SELECT count(*) FROM (SELECT range AS i, repeat('x', 100) AS t FROM range(12000000)"
                    + " ORDER BY t, i DESC)"))
        .hasSize(1);
  }

  private List<List<@Nullable Object>> rows(String sql) throws Exception {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (SqlResult result = engine.query(sql)) {
      for (Optional<List<@Nullable Object>> row = result.next();
          row.isPresent();
          row = result.next()) {
        rows.add(row.get());
      }
    }
    return rows;
  }
}
