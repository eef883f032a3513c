package dev.trainyard.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.support.TestServers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class PreparedConnectionsIT {
  private static final String SQL = "SELECT CAST(? AS uuid), CAST(? AS text)";

  private final PreparedConnections connections = new PreparedConnections();

  @Test
  void aStatementOfARouteIsParsedOnceHoweverOftenItRuns() throws SQLException {
    try (Connection kept = TestServers.shared().freshDatabase().dataSource().getConnection()) {
      DataSource one = new SingleConnectionDataSource(kept, true);

      for (int i = 0; i < 20; i++) {
        runLikeARoute(one);
      }

      long most =
          JdbcClient.create(one)
              .sql(
                  "SELECT coalesce(max(generic_plans + custom_plans), 0) FROM pg_prepared_statements")
              .query(Long.class)
              .single();
      assertThat(most).isGreaterThan(10);
    }
  }

  @Test
  void aStatementFailsWithTheExceptionOfTheDriver() throws Exception {
    DataSource dataSource = TestServers.shared().freshDatabase().dataSource();
    try (Connection connection = connections.getConnection(dataSource);
        PreparedStatement statement = connection.prepareStatement("SELECT 1 / ?")) {
      statement.setInt(1, 0);
      assertThatThrownBy(statement::execute)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22012"));
    }
  }

  /** Does what Camel does for a {@code jdbc:} step with parameters. */
  private void runLikeARoute(DataSource dataSource) throws SQLException {
    try (Connection connection = connections.getConnection(dataSource);
        PreparedStatement statement = connection.prepareStatement(SQL)) {
      assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(2);
      statement.setObject(1, UUID.randomUUID());
      statement.setObject(2, "text");
      statement.execute();
    }
  }
}
