package dev.trainyard.route.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.support.Patience;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Header;

/**
 * Stands between the steps of a pipeline and holds each job until the others are as far as they
 * could be. Whatever may run at the same time then does, on a slow machine too.
 */
public class TurnProbe {
  private static final Duration PATIENCE = Patience.LIMIT;

  private final Map<String, Thread> arrived = new ConcurrentHashMap<>();
  private final Set<String> entered = ConcurrentHashMap.newKeySet();
  private final Set<String> searching = ConcurrentHashMap.newKeySet();
  private int jobs;
  private volatile int most;
  private volatile CountDownLatch all;
  private volatile CountDownLatch held;

  /** Watches that many jobs from now on; 0 lets everything pass. */
  void watch(int count) {
    arrived.clear();
    entered.clear();
    searching.clear();
    most = 0;
    jobs = count;
    all = new CountDownLatch(count);
    held = new CountDownLatch(0);
  }

  /** Holds the next search until it is interrupted, and all later ones. */
  void holdSearches() {
    held = new CountDownLatch(1);
  }

  /** Releases the searches. */
  void letGo() {
    held.countDown();
  }

  /** Returns the number of jobs that are searching now. */
  int searching() {
    return searching.size();
  }

  /** Returns the job that is searching, when only one may. */
  String searchingJob() {
    return searching.iterator().next();
  }

  /** Returns the maximum number of jobs that have searched at the same time. */
  int most() {
    return most;
  }

  /** Returns whether that many jobs wait for their turn. */
  boolean isQueued(int count) {
    return arrived.entrySet().stream()
            .filter(job -> !entered.contains(job.getKey()) && waits(job.getValue()))
            .count()
        >= count;
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        && Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getClassName().contains("Throttler"));
  }

  /** Called before the stage of the search. */
  public void arrives(@Header("TrainyardJobId") String job) {
    arrived.put(job, Thread.currentThread());
  }

  /** Called when the search begins; returns once all others search too, or wait for their turn. */
  public void begins(@Header("TrainyardJobId") String job) throws InterruptedException {
    synchronized (this) {
      searching.add(job);
      most = Math.max(most, searching.size());
      entered.add(job);
      all.countDown();
    }
    try {
      held.await();
      if (jobs > 0) {
        await()
            .atMost(PATIENCE)
            .until(() -> arrived.size() == jobs && isQueued(jobs - entered.size()));
      }
    } catch (InterruptedException e) {
      ends(job);
      throw e;
    }
  }

  /** Called when the search is over. */
  public void ends(@Header("TrainyardJobId") String job) {
    searching.remove(job);
  }

  /** Called when the validation begins; returns once all jobs have begun their search. */
  public void validates(@Header("TrainyardJobId") String job) throws InterruptedException {
    assertThat(all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("the search of another job began while job %s was validated", job)
        .isTrue();
  }
}
