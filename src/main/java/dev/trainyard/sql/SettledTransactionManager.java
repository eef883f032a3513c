package dev.trainyard.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;

/**
 * Begins each transaction with the settings that it needs. Behind a pooler a setting of the session
 * would reach whichever server connections happen to be in use, and stay there for others.
 */
final class SettledTransactionManager extends JdbcTransactionManager {
  private static final long serialVersionUID = 1L;

  /**
   * When a process vanishes in the middle of a transaction, its locks hold up the repair of its
   * jobs until then.
   */
  private static final String END_WHEN_IDLE =
      "SET LOCAL idle_in_transaction_session_timeout = '5s'";

  SettledTransactionManager(DataSource dataSource) {
    super(dataSource);
  }

  @Override
  protected void prepareTransactionalConnection(
      Connection connection, TransactionDefinition definition) throws SQLException {
    super.prepareTransactionalConnection(connection, definition);
    try (Statement statement = connection.createStatement()) {
      statement.execute(END_WHEN_IDLE);
    }
  }
}
