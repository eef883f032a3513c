package dev.trainyard.sql;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs transactions of several statements as {@link VictimRetry} does, each from its beginning.
 * What cannot be begun anew, as a stream that has been read, needs a plain template.
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
