package dev.trainyard.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.job.lifecycle.Race;
import dev.trainyard.support.TestServers;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A transaction that PostgreSQL has chosen as a victim is repeated, and nobody notices. */
class VictimRetryIT {
  private JdbcTemplate jdbc;
  private PlatformTransactionManager manager;
  private TransactionTemplate transactions;

  @BeforeEach
  void open() {
    DataSource dataSource = TestServers.shared().freshDatabase().dataSource();
    DatabaseBeans configuration = new DatabaseBeans();
    jdbc = configuration.jdbcTemplate(dataSource, configuration.victimRetry());
    manager = configuration.transactionManager(dataSource);
    transactions = configuration.transactionTemplate(manager, configuration.victimRetry());
    jdbc.execute("CREATE TABLE counters (id integer PRIMARY KEY, value integer NOT NULL)");
    jdbc.execute("INSERT INTO counters VALUES (1, 0), (2, 0)");
    jdbc.execute("CREATE SEQUENCE tries");
  }

  @Test
  void twoTransactionsThatWaitForOneAnotherBothHappen() throws Exception {
    CyclicBarrier bothHoldTheirFirst = new CyclicBarrier(2);
    AtomicInteger begun = new AtomicInteger();

    Race.run(
        () -> addToBoth(1, 2, bothHoldTheirFirst, begun),
        () -> addToBoth(2, 1, bothHoldTheirFirst, begun));

    assertThat(jdbc.queryForList("SELECT value FROM counters", Integer.class))
        .containsExactly(2, 2);
    assertThat(begun).as("one of them was the victim and began anew").hasValue(3);
  }

  private Void addToBoth(int first, int second, CyclicBarrier both, AtomicInteger begun) {
    boolean[] met = {false};
    transactions.executeWithoutResult(
        status -> {
          begun.incrementAndGet();
          add(first);
          if (!met[0]) {
            met[0] = true;
            await(both);
          }
          add(second);
        });
    return null;
  }

  private void add(int id) {
    jdbc.update("UPDATE counters SET value = value + 1 WHERE id = ?", id);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aStatementOfItsOwnIsRunAgainByEveryWayOfAsking() {
    victims("40P01", 2);
    JdbcClient client = JdbcClient.create(jdbc);

    assertThat(jdbc.queryForObject("SELECT attempt()", Integer.class)).isEqualTo(3);
    victims("40001", 2);
    assertThat(client.sql("SELECT attempt()").query(Integer.class).single()).isEqualTo(3);
    victims("55P03", 2);
    assertThat(
            client
                .sql("UPDATE counters SET value = attempt() WHERE id = :id")
                .param("id", 1)
                .update())
        .isEqualTo(1);
    assertThat(jdbc.queryForList("SELECT value FROM counters WHERE id = 1", Integer.class))
        .isEqualTo(List.of(3));
  }

  @Test
  void aTransactionThatIsAVictimAgainAndAgainIsGivenUp() {
    victims("40P01", 1000);

    assertThatThrownBy(() -> jdbc.queryForObject("SELECT attempt()", Integer.class))
        .isInstanceOf(ConcurrencyFailureException.class);
    assertThat(tries()).isEqualTo(VictimRetry.TRIES);
  }

  @Test
  void aStatementInATransactionIsRunAgainOnlyWithTheWhole() {
    victims("40P01", 1);

    transactions.executeWithoutResult(
        status -> {
          add(1);
          jdbc.queryForObject("SELECT attempt()", Integer.class);
        });

    assertThat(jdbc.queryForObject("SELECT value FROM counters WHERE id = 1", Integer.class))
        .isEqualTo(1);
    victims("40P01", 1);
    assertThatThrownBy(
            () ->
                new TransactionTemplate(manager)
                    .execute(status -> jdbc.queryForObject("SELECT attempt()", Integer.class)))
        .as("a plain template, for what cannot be begun anew")
        .isInstanceOf(ConcurrencyFailureException.class);
  }

  @Test
  void anyOtherErrorIsToldAtOnce() {
    victims("23505", 1000);

    assertThatThrownBy(() -> jdbc.queryForObject("SELECT attempt()", Integer.class))
        .isInstanceOf(DuplicateKeyException.class)
        .hasRootCauseInstanceOf(SQLException.class);
    assertThat(tries()).isEqualTo(1);
  }

  @Test
  void aTransactionEndsWhenItIsIdleAndTheSessionKeepsNothingOfThat() {
    String shown = "SHOW idle_in_transaction_session_timeout";

    assertThat(transactions.<String>execute(s -> jdbc.queryForObject(shown, String.class)))
        .isEqualTo("5s");
    assertThat(jdbc.queryForObject(shown, String.class)).isEqualTo("0");
  }

  /** Makes a function fail for some calls, which a rollback does not undo. */
  private void victims(String state, int calls) {
    jdbc.execute("ALTER SEQUENCE tries RESTART");
    jdbc.execute(
        """
        CREATE OR REPLACE FUNCTION attempt() RETURNS integer LANGUAGE plpgsql AS $$
        DECLARE call integer := nextval('tries');
        BEGIN
          IF call <= %d THEN RAISE EXCEPTION 'chosen' USING ERRCODE = '%s'; END IF;
          RETURN call;
        END $$
        """
            .formatted(calls, state));
  }

  private int tries() {
    return jdbc.queryForObject("SELECT last_value FROM tries", Integer.class);
  }
}
