package dev.trainyard.sql;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Retries transactions of several statements from their beginning, see {@link VictimRetry}. Work
 * that cannot be repeated, such as reading a stream, needs a plain template.
 */
final class RetryingTransactionTemplate extends TransactionTemplate {
  private static final long serialVersionUID = 1L;

  private final transient VictimRetry retry;

  RetryingTransactionTemplate(PlatformTransactionManager manager, VictimRetry retry) {
    super(manager);
    this.retry = retry;
  }

  @Override
  public <T> @Nullable T execute(TransactionCallback<T> action) {
    return TransactionSynchronizationManager.isActualTransactionActive()
        ? super.execute(action)
        : retry.run(() -> super.execute(action));
  }
}
