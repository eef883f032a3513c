package dev.trainyard.pipeline;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of the trials. Jobs together use the cores once; a strategy that does not end when
 * its job is stopped keeps its thread, and the other jobs get another one for it.
 */
final class TrialExecutor extends ThreadPoolExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(TrialExecutor.class);

  private final int threads;
  private final Map<Runnable, Thread> running = new ConcurrentHashMap<>();

  TrialExecutor(int threads) {
    super(threads, threads, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), new Threads());
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    replaceStuck();
    super.execute(task);
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    running.put(task, thread);
  }

  @Override
  protected void afterExecute(Runnable task, Throwable error) {
    running.remove(task);
  }

  /** Most of these end in a moment, and the pool is as small as before with the next task. */
  private synchronized void replaceStuck() {
    List<Thread> stuck =
        running.entrySet().stream()
            .filter(entry -> entry.getKey() instanceof Future<?> task && task.isCancelled())
            .map(Map.Entry::getValue)
            .toList();
    int size = threads + stuck.size();
    if (size > getMaximumPoolSize()) {
      for (Thread thread : stuck) {
        Exception where = new IllegalStateException("the thread is here");
        where.setStackTrace(thread.getStackTrace());
        LOG.warn(
            "{} works on for a job that was stopped and has been replaced; if it never ends, restart this worker",
            thread.getName(),
            where);
      }
      setMaximumPoolSize(size);
      setCorePoolSize(size);
    } else if (size < getMaximumPoolSize()) {
      setCorePoolSize(size);
      setMaximumPoolSize(size);
    }
  }

  private static final class Threads implements ThreadFactory {
    private final AtomicInteger number = new AtomicInteger();

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new Thread(task, "trial-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }
}
