package dev.trainyard.pipeline;

import dev.trainyard.process.DaemonThreads;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The threads of the trials. All jobs together use each core once. A strategy that does not end
 * when its job is stopped keeps its thread, and the pool adds another thread for the other jobs.
 * Guests are trials of jobs of other workers.
 */
public final class TrialExecutor extends ThreadPoolExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(TrialExecutor.class);

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final int threads;
  private final Map<Runnable, Thread> running = new ConcurrentHashMap<>();

  /** When a task was first found running after its cancellation, by {@link System#nanoTime}. */
  private final Map<Runnable, Long> stuckSince = new ConcurrentHashMap<>();

  /** Logging context of the job, by task that has not begun. */
  private final Map<Runnable, Map<String, String>> contexts = new ConcurrentHashMap<>();

  /** Tasks of the own jobs that wait or run. */
  private final AtomicInteger own = new AtomicInteger();

  private final Set<Runnable> warned = ConcurrentHashMap.newKeySet();

  TrialExecutor(int threads) {
    super(threads, threads, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), new Threads());
    this.threads = threads;
  }

  private static final class Guest<T> extends FutureTask<T> {
    Guest(Callable<T> work) {
      super(work);
    }
  }

  /** Returns how many tasks run at once. */
  public int threads() {
    return threads;
  }

  /** Returns whether the own jobs leave a thread free. */
  public boolean hasRoomForGuests() {
    return own.get() < threads;
  }

  /**
   * Runs work for another worker.
   *
   * @throws java.util.concurrent.RejectedExecutionException when this process ends
   */
  public <T> Future<T> submitGuest(Callable<T> work) {
    Guest<T> guest = new Guest<>(work);
    execute(guest);
    return guest;
  }

  @Override
  public void execute(Runnable task) {
    replaceStuck();
    if (!(task instanceof Guest)) {
      own.incrementAndGet();
    }
    Map<String, String> context = MDC.getCopyOfContextMap();
    if (context != null) {
      contexts.put(task, context);
    }
    super.execute(task);
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    running.put(task, thread);
    Map<String, String> context = contexts.remove(task);
    if (context != null) {
      MDC.setContextMap(context);
    }
  }

  @Override
  protected void afterExecute(Runnable task, Throwable error) {
    MDC.clear();
    if (!(task instanceof Guest)) {
      own.decrementAndGet();
    }
    running.remove(task);
    stuckSince.remove(task);
    warned.remove(task);
  }

  /**
   * Replaces stuck threads. Most of them end in a moment, and the next task shrinks the pool again.
   */
  private synchronized void replaceStuck() {
    List<Runnable> stuck =
        running.keySet().stream()
            .filter(task -> task instanceof Future<?> trial && trial.isCancelled())
            .toList();
    stuck.forEach(this::warnOnce);
    int size = threads + stuck.size();
    if (size > getMaximumPoolSize()) {
      setMaximumPoolSize(size);
      setCorePoolSize(size);
    } else if (size < getMaximumPoolSize()) {
      setCorePoolSize(size);
      setMaximumPoolSize(size);
    }
  }

  /** Warns once about a task that does not end. */
  private void warnOnce(Runnable task) {
    long now = System.nanoTime();
    Long since = stuckSince.putIfAbsent(task, now);
    Thread thread = running.get(task);
    if (since != null && now - since > PATIENCE_NANOS && thread != null && warned.add(task)) {
      Exception where = new IllegalStateException("the thread is here");
      where.setStackTrace(thread.getStackTrace());
      LOG.warn(
          "{} still works for a job that was stopped and has been replaced; if it never ends, restart this worker",
          thread.getName(),
          where);
    }
  }

  private static final class Threads implements ThreadFactory {
    private final AtomicInteger number = new AtomicInteger();

    @Override
    public Thread newThread(Runnable task) {
      return DaemonThreads.named("trial-" + number.incrementAndGet(), task);
    }
  }
}
