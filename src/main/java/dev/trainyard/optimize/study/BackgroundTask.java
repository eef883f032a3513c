package dev.trainyard.optimize.study;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Work that runs beside the trials of studies, on one of their threads. Closing it interrupts work
 * that has not ended.
 *
 * @param <T> type of the result
 */
public final class BackgroundTask<T> implements AutoCloseable {
  private final Future<T> work;

  BackgroundTask(ExecutorService executor, Callable<T> work) {
    this.work = executor.submit(work);
  }

  /**
   * Waits for the result and returns it. Throws an unchecked exception or an error of the work.
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
