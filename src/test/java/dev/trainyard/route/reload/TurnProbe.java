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
 * Stands between the steps of a pipeline and holds jobs there until the others are where they could
 * be: what may run at the same time then does, on a slow machine too.
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

  /** Watches some jobs from now on; none for letting everything pass. */
  void watch(int count) {
    arrived.clear();
    entered.clear();
    searching.clear();
    most = 0;
    jobs = count;
    all = new CountDownLatch(count);
    held = new CountDownLatch(0);
  }

  /** Keeps the search that begins next until it is interrupted, and all later ones. */
  void holdSearches() {
    held = new CountDownLatch(1);
  }

  /** Lets searches go on. */
  void letGo() {
    held.countDown();
  }

  /** Jobs that search now. */
  int searching() {
    return searching.size();
  }

  /** The job that searches, when only one may. */
  String searchingJob() {
    return searching.iterator().next();
  }

  /** Most jobs that have searched at the same time. */
  int most() {
    return most;
  }

  /** Whether as many wait for their turn. */
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

  /** Before the stage of the search. */
  public void arrives(@Header("TrainyardJobId") String job) {
    arrived.put(job, Thread.currentThread());
  }

  /** The search begins: it goes on once all others search too, or wait for their turn. */
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

  /** The search is over. */
  public void ends(@Header("TrainyardJobId") String job) {
    searching.remove(job);
  }

  /** The validation begins: it goes on once all jobs have begun their search. */
  public void validates(@Header("TrainyardJobId") String job) throws InterruptedException {
    assertThat(all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("the search of another job began while job %s was validated", job)
        .isTrue();
  }
}
