package dev.trainyard.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.TransactionSystemException;

/** The meaning of PostgreSQL's errors for a job: a row for each class of the table of SQLSTATEs. */
class DatabaseFaultTest {

  @ParameterizedTest(name = "{0} {2}: {1}")
  @CsvSource(
      textBlock =
          """
          08000, AWAY, connection exception
          08001, AWAY, unable to establish the connection
          08003, AWAY, connection does not exist
          08006, AWAY, connection failure
          08P01, AWAY, protocol violation or a pooler's refusal
          0A000, TRANSIENT, cached plan must not change result type
          09000, PERMANENT, triggered action
          0B000, PERMANENT, invalid transaction initiation
          0F000, PERMANENT, locator
          0L000, PERMANENT, grantor
          0P000, PERMANENT, role
          0Z000, PERMANENT, diagnostics
          20000, PERMANENT, case not found
          21000, PERMANENT, cardinality
          22P02, PERMANENT, data
          23505, PERMANENT, integrity constraint
          24000, PERMANENT, cursor state
          25001, PERMANENT, a statement that takes no transaction
          25006, AWAY, read-only
          25P01, AWAY, no transaction where there should be one
          25P02, AWAY, a transaction that has failed
          25P03, AWAY, ended since it was idle in a transaction
          25P04, AWAY, ended since its transaction was long
          26000, AWAY, prepared statement does not exist
          27000, PERMANENT, triggered data change
          28P01, AWAY, password
          28000, AWAY, authorization
          2B000, PERMANENT, dependent privileges
          2D000, PERMANENT, transaction termination
          2F000, PERMANENT, SQL routine
          34000, AWAY, portal does not exist
          38000, PERMANENT, external routine
          39000, PERMANENT, external routine invocation
          3B001, AWAY, savepoint does not exist
          3D000, AWAY, database does not exist
          3F000, PERMANENT, schema does not exist
          40001, TRANSIENT, serialization
          40P01, TRANSIENT, deadlock
          42501, PERMANENT, privilege
          42601, PERMANENT, syntax
          42P01, PERMANENT, table does not exist
          42P03, AWAY, cursor exists
          42P05, AWAY, prepared statement exists
          44000, PERMANENT, check option
          53000, AWAY, resources
          53100, AWAY, disk full
          53200, AWAY, out of memory
          53300, AWAY, too many connections
          53400, TRANSIENT, configuration limit exceeded
          54001, PERMANENT, statement too complex
          55006, TRANSIENT, object in use
          55P03, TRANSIENT, lock not available
          57014, TRANSIENT, cancelled
          57P01, AWAY, shutdown
          57P02, AWAY, crash of another session
          57P03, AWAY, starting up
          57P05, AWAY, ended since it was idle
          58030, AWAY, I/O error
          58P01, AWAY, undefined file
          72000, TRANSIENT, snapshot too old
          F0000, AWAY, configuration file
          HV000, PERMANENT, foreign data wrapper
          P0001, PERMANENT, raised by a function
          XX000, TRANSIENT, internal error
          XX001, AWAY, data corrupted
          XX002, AWAY, index corrupted
          99999, PERMANENT, unknown
          """)
  void eachClassOfStatesHasItsMeaning(String state, DatabaseFault meaning, String name) {
    assertThat(DatabaseFault.of(new SQLException(name, state))).hasValue(meaning);
    assertThat(DatabaseFault.of(new IllegalStateException(new SQLException(name, state))))
        .as("as a cause")
        .hasValue(meaning);
  }

  /** Spring reports a statement that is too complex as a resource that has failed. */
  @Test
  void theStateSaysMoreThanTheExceptionThatSpringMakesOfIt() {
    SQLException complex = new SQLException("stack depth limit exceeded", "54001");

    assertThat(DatabaseOutage.isAbsence(new DataAccessResourceFailureException("query", complex)))
        .isFalse();
    assertThat(DatabaseOutage.isAbsence(new DataAccessResourceFailureException("reset"))).isTrue();
  }

  @Test
  void aRollbackOnAConnectionThatIsClosedIsAnAbsence() {
    SQLException closed = new SQLException("Connection is closed");

    assertThat(
            DatabaseOutage.isAbsence(
                new TransactionSystemException("JDBC rollback failed", closed)))
        .isTrue();
  }

  @Test
  void anInterruptionIsNoAbsenceAndARefusalIsNeither() {
    Throwable deadlock =
        new CannotAcquireLockException("store", new SQLException("deadlock", "40P01"));
    Throwable duplicate =
        new DuplicateKeyException("store", new SQLException("duplicate key", "23505"));

    assertThat(DatabaseOutage.isAbsence(deadlock)).isFalse();
    assertThat(new TransientDatabaseError().explains(deadlock)).isTrue();
    assertThat(new DatabaseOutage().explains(duplicate)).isFalse();
    assertThat(TransientDatabaseError.isInterruption(duplicate)).isFalse();
  }

  @Test
  void anErrorThatIsNotOfTheDatabaseIsNeither() {
    assertThat(DatabaseFault.of(new IllegalStateException("a defect"))).isEmpty();
    assertThat(DatabaseFault.of(new SQLException("closed"))).isEmpty();
  }
}
