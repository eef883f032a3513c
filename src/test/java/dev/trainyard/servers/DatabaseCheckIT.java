package dev.trainyard.servers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.support.TestServers;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseCheckIT {
  @Test
  void aDatabaseWithoutAConnectionToSpareIsNotSaidToBeAway() {
    TestServers.Database database = TestServers.shared().freshDatabase();
    JdbcClient admin = JdbcClient.create(database.dataSource());
    admin.sql("CREATE ROLE crowded LOGIN CONNECTION LIMIT 0").update();
    try {
      assertThatThrownBy(
              () -> DatabaseCheck.verify(new DatabaseAddress(database.jdbcUrl(), "crowded", "")))
          .isInstanceOf(StartupRefusedException.class)
          .hasMessageContaining("has no connection left for this process")
          .hasMessageContaining("Raise max_connections there, put PgBouncer before it");
    } finally {
      admin.sql("DROP ROLE crowded").update();
    }
  }
}
