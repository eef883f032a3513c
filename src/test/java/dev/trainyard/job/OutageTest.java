package dev.trainyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.TransactionSystemException;

class OutageTest {

  @Test
  void aRollbackOnAConnectionThatIsClosedIsAnAbsence() {
    SQLException closed = new SQLException("Connection is closed");

    assertThat(Outage.isAbsence(new TransactionSystemException("JDBC rollback failed", closed)))
        .isTrue();
  }

  @Test
  void aSessionThatWasEndedWhileTheProcessStoodStillIsAnAbsence() {
    SQLException ended =
        new SQLException("terminating connection due to idle-in-transaction timeout", "25P03");

    assertThat(Outage.isAbsence(new IllegalStateException(ended))).isTrue();
  }

  @Test
  void aStatementThatPostgresRefusesIsNone() {
    SQLException refused = new SQLException("duplicate key", "23505");

    assertThat(Outage.isAbsence(new DuplicateKeyException("duplicate key", refused))).isFalse();
  }
}
