package dev.trainyard.optimize.study;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Work that is done beside the trials of studies, on a thread of theirs. Closed, it is no longer
 * wanted: it is interrupted when it has not ended.
 *
 * @param <T> what comes out
 */
public final class BackgroundTask<T> implements AutoCloseable {
  private final Future<T> work;

  BackgroundTask(ExecutorService executor, Callable<T> work) {
    this.work = executor.submit(work);
  }

  /**
   * What came out, as soon as it is there. An unchecked exception or an error of the work is
   * thrown.
   *
   * @throws InterruptedException when the calling thread is interrupted
   */
  public T get() throws InterruptedException {
    try {
      return work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    work.cancel(true);
  }
}
