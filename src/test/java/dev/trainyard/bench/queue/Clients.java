package dev.trainyard.bench.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that do the same call again and again. */
final class Clients {
  private Clients() {}

  /** Calls per second. */
  static double rate(int threads, int callsOfEach, Callable<?> call)
      throws ExecutionException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long begin = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(
                () -> {
                  for (int k = 0; k < callsOfEach; k++) {
                    call.call();
                  }
                  return null;
                }));
      }
      for (Future<?> client : running) {
        client.get();
      }
      return threads * callsOfEach * 1e9 / (System.nanoTime() - begin);
    } finally {
      pool.shutdownNow();
    }
  }
}
