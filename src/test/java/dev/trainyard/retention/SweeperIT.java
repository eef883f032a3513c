package dev.trainyard.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.support.SampleRetention;
import dev.trainyard.support.TestServers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

class SweeperIT {
  /** A scan that it is told to avoid costs so much that the compiler would begin its work. */
  @Test
  void aRemovalGoesByIndexesWithoutCompilingItsStatements() {
    TestServers.Database database = TestServers.shared().freshDatabase();
    SingleConnectionDataSource connection =
        new SingleConnectionDataSource(
            database.jdbcUrl(), database.username(), database.password(), true);
    try {
      JdbcClient jdbc = JdbcClient.create(connection);
      List<String> during = new ArrayList<>();

      SampleRetention.sweeper(
              jdbc, new TransactionTemplate(new DataSourceTransactionManager(connection)))
          .sweep(
              Kind.TRIALS,
              KeptFor.of("90d"),
              (time, most) -> {
                during.addAll(settings(jdbc));
                return Removal.Step.DONE;
              });

      assertThat(during).containsExactly("off", "off");
      assertThat(settings(jdbc)).containsExactly("on", "on");
    } finally {
      connection.destroy();
    }
  }

  private static List<String> settings(JdbcClient jdbc) {
    return List.of(
        jdbc.sql("SHOW enable_seqscan").query(String.class).single(),
        jdbc.sql("SHOW jit").query(String.class).single());
  }
}
