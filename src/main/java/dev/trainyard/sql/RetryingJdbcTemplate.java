package dev.trainyard.sql;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.StatementCallback;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Retries each statement that is a transaction of its own, see {@link VictimRetry}. A statement
 * within a transaction is left to {@link RetryingTransactionTemplate}, which repeats the whole.
 * Work that a callback does with a connection of its own is not retried.
 */
public final class RetryingJdbcTemplate extends JdbcTemplate {
  private final VictimRetry retry;

  /** Creates a template on a data source. */
  public RetryingJdbcTemplate(DataSource dataSource, VictimRetry retry) {
    super(dataSource);
    this.retry = retry;
  }

  @Override
  public <T> @Nullable T execute(StatementCallback<T> action) {
    return run(() -> super.execute(action));
  }

  @Override
  public void execute(String sql) {
    run(
        () -> {
          super.execute(sql);
          return null;
        });
  }

  @Override
  public <T> @Nullable T query(String sql, ResultSetExtractor<T> reader) {
    return run(() -> super.query(sql, reader));
  }

  @Override
  public int update(String sql) {
    return run(() -> super.update(sql));
  }

  @Override
  public <T> @Nullable T execute(
      PreparedStatementCreator statement, PreparedStatementCallback<T> action) {
    return run(() -> super.execute(statement, action));
  }

  @Override
  public <T> @Nullable T query(
      PreparedStatementCreator statement,
      @Nullable PreparedStatementSetter parameters,
      ResultSetExtractor<T> reader) {
    return run(() -> super.query(statement, parameters, reader));
  }

  @Override
  protected int update(
      PreparedStatementCreator statement, @Nullable PreparedStatementSetter parameters) {
    return run(() -> super.update(statement, parameters));
  }

  private <T extends @Nullable Object> T run(Supplier<T> statement) {
    return TransactionSynchronizationManager.isActualTransactionActive()
        ? statement.get()
        : retry.run(statement);
  }
}
