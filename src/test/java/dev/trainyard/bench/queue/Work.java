package dev.trainyard.bench.queue;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Jobs that do nothing but tell when they started, by {@link System#nanoTime}. */
final class Work implements Consumer<String> {
  private static final long PATIENCE_SECONDS = 300;

  private final Map<String, Long> startedAt = new ConcurrentHashMap<>();
  private volatile CountDownLatch left = new CountDownLatch(0);

  /** Forgets what was, and waits for a number of jobs. */
  void expect(int jobs) {
    startedAt.clear();
    left = new CountDownLatch(jobs);
  }

  @Override
  public void accept(String job) {
    if (startedAt.putIfAbsent(job, System.nanoTime()) == null) {
      left.countDown();
    }
  }

  /** Waits until all have started. */
  void await() throws InterruptedException {
    if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(left.getCount() + " jobs have not started");
    }
  }

  long startOf(String job) {
    return startedAt.get(job);
  }

  /** Jobs per second from the first start to the last. */
  double rate() {
    long first = startedAt.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    long last = startedAt.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    return (startedAt.size() - 1) * 1e9 / (last - first);
  }
}
