package dev.trainyard.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SqlFileTest {

  @Test
  void commentsAndTheSemicolonStayInTheFile() {
    SqlFile statement =
        SqlFile.parse(
            """
            -- What it does: it's a test
            SELECT 1,
                -- :why
                2;
            """);

    assertThat(statement.text()).isEqualTo("SELECT 1,\n    2");
  }

  @Test
  void parametersAreWrittenForRoutesToo() {
    SqlFile statement =
        SqlFile.parse(
            "SELECT :id, :other_id::bigint, 'Completed: x' || :a_b1 || ': ' WHERE x = :id");

    assertThat(statement.textForRoutes())
        .isEqualTo(
            "SELECT :?id, :?other_id::bigint, 'Completed: x' || :?a_b1 || ': ' WHERE x = :?id");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> SqlFile.of(SqlFileTest.class, "absent.sql"))
        .hasMessage("no statement absent.sql beside dev.trainyard.sql.SqlFileTest");
  }
}
