package dev.trainyard.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.support.PgBouncer;
import dev.trainyard.support.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection to the database, direct or pooled, decides what its sessions keep. */
class PoolerCheckIT {
  private static final String IDLE = "SHOW idle_in_transaction_session_timeout";

  @TempDir Path directory;

  @Test
  void withoutAPoolerASessionEndsWhenItIsIdleInATransactionAndStatementsStayPrepared()
      throws Exception {
    DatabaseAddress fitted = PoolerCheck.fit(database());

    assertThat(shown(fitted, IDLE)).isEqualTo("5s");
    assertThat(fitted.option("prepareThreshold")).isEmpty();
  }

  @Test
  void whatAUserAsksOfTheSessionWins() throws Exception {
    DatabaseAddress asked =
        database()
            .withOption("options", "-c%20idle_in_transaction_session_timeout=7s%20-c%20jit=off");

    DatabaseAddress fitted = PoolerCheck.fit(asked);

    assertThat(shown(fitted, IDLE)).isEqualTo("7s");
    assertThat(shown(fitted, "SHOW jit")).isEqualTo("off");
  }

  @Test
  @Tag(PgBouncer.TAG)
  void behindAPoolerNoStatementStaysPreparedAndTheSessionIsLeftAlone() throws Exception {
    try (PgBouncer pooler = pooler()) {
      DatabaseAddress fitted = PoolerCheck.fit(behind(pooler));

      assertThat(fitted.option("prepareThreshold")).hasValue("0");
      assertThat(shown(fitted, IDLE)).isEqualTo("0");
    }
  }

  @Test
  @Tag(PgBouncer.TAG)
  void theOptionThatIsDocumentedIsTakenAsItIs() throws Exception {
    try (PgBouncer pooler = pooler()) {
      DatabaseAddress asked = behind(pooler).withOption("prepareThreshold", "0");

      assertThat(PoolerCheck.fit(asked)).isEqualTo(asked);
    }
  }

  @Test
  @Tag(PgBouncer.TAG)
  void preparedStatementsBehindAPoolerAreRefusedWithTheOptionThatHelps() throws Exception {
    try (PgBouncer pooler = pooler()) {
      DatabaseAddress asked = behind(pooler).withOption("prepareThreshold", "5");

      assertThatThrownBy(() -> PoolerCheck.fit(asked))
          .isInstanceOfSatisfying(StartupRefusedException.class, PoolerCheckIT::isConfiguration)
          .hasMessageContaining("prepareThreshold=5")
          .hasMessageContaining("prepareThreshold=0");
    }
  }

  @Test
  @Tag(PgBouncer.TAG)
  void aPoolerThatTakesNoTransactionsIsRefused() throws Exception {
    try (PgBouncer pooler = pooler("pool_mode = statement")) {
      assertThatThrownBy(() -> PoolerCheck.fit(behind(pooler)))
          .isInstanceOfSatisfying(StartupRefusedException.class, PoolerCheckIT::isConfiguration)
          .hasMessageContaining("pool_mode = transaction");
    }
  }

  @Test
  @Tag(PgBouncer.TAG)
  void aParameterThatThePoolerDoesNotTakeIsRefusedWithWhatHelps() throws Exception {
    try (PgBouncer pooler = pooler()) {
      DatabaseAddress asked = behind(pooler).withOption("currentSchema", "public");

      assertThatThrownBy(() -> DatabaseCheck.verify(asked))
          .isInstanceOfSatisfying(StartupRefusedException.class, PoolerCheckIT::isConfiguration)
          .hasMessageContaining("'search_path'")
          .hasMessageContaining("ignore_startup_parameters");
    }
  }

  private static void isConfiguration(StartupRefusedException refusal) {
    assertThat(refusal.exitCode()).isEqualTo(StartupRefusedException.EX_CONFIG);
  }

  private PgBouncer pooler(String... settings) throws Exception {
    return PgBouncer.start(directory, TestServers.shared().postgresPort(), settings);
  }

  private static DatabaseAddress database() {
    return DatabaseAddress.parse("url", TestServers.shared().freshDatabase().url());
  }

  private static DatabaseAddress behind(PgBouncer pooler) {
    return DatabaseAddress.parse("url", pooler.before(TestServers.shared().freshDatabase()).url());
  }

  private static String shown(DatabaseAddress address, String sql) throws Exception {
    try (Connection connection = DatabaseCheck.connect(address);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
