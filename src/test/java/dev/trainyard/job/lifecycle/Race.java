package dev.trainyard.job.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks at the same time, each on its own thread. */
public final class Race {

  private Race() {}

  /** Runs racers and returns their results, in order. */
  @SafeVarargs
  public static <T> List<T> run(Callable<? extends T>... racers) throws Exception {
    List<Callable<? extends T>> listed = new ArrayList<>();
    for (Callable<? extends T> racer : racers) {
      listed.add(racer);
    }
    return run(listed);
  }

  /** Runs racers and returns their results, in order. */
  public static <T> List<T> run(List<? extends Callable<? extends T>> racers) throws Exception {
    CyclicBarrier start = new CyclicBarrier(racers.size());
    ExecutorService threads = Executors.newFixedThreadPool(racers.size());
    try {
      List<Future<? extends T>> futures = new ArrayList<>();
      for (Callable<? extends T> racer : racers) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return racer.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<? extends T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
