package dev.trainyard.job.lifecycle;

import dev.trainyard.job.Lease;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Completes jobs. A job that ends alone is completed at once; those that end while a statement is
 * under way wait for it, and are then completed together, by one statement and one commit. Most of
 * what a statement costs is for the statement, not for its rows, so that a second one at the same
 * time would only make the groups smaller.
 *
 * <p>What fails together is tried again by each job alone, so that a job fails by its own fault
 * only; so is a job that somebody else has locked, which delays no other. A job is completed when
 * its configuration is durable, and nobody is told before.
 */
@Component
public class JobCompletions {
  private static final Logger LOG = LoggerFactory.getLogger(JobCompletions.class);

  private static final int MOST_TOGETHER = 64;

  private final JobStore store;

  /** Leases whose attempts this process has completed, until somebody asks. */
  private final Set<Lease> completed = ConcurrentHashMap.newKeySet();

  // Guarded by this
  private final Deque<Completion> waiting = new ArrayDeque<>();
  private boolean underway;

  /** Creates the completions of this process. */
  public JobCompletions(JobStore store) {
    this.store = store;
  }

  /** What a waiting thread does next. */
  private enum Turn {
    /** Its job is completed. */
    COMPLETED,
    /** It completes its job alone. */
    ALONE,
    /** It completes its job and those that wait. */
    LEAD
  }

  /** A job that waits for its completion. */
  private static final class Completion {
    private final Lease lease;
    private final String configuration;
    private final CompletableFuture<Turn> turn = new CompletableFuture<>();

    /** Null until the job is completed. */
    private volatile @Nullable UUID configurationId;

    Completion(Lease lease, String configuration) {
      this.lease = lease;
      this.configuration = configuration;
    }
  }

  /**
   * Stores the trained configuration of a job and completes the job.
   *
   * @param configuration JSON object whose keys are columns of {@code trained_configurations}
   * @return id of the configuration, or empty when the lease is lost, which changes nothing
   * @throws org.springframework.dao.DataAccessException when it is unknown whether the job is
   *     completed, or when it cannot be
   */
  public Optional<UUID> complete(Lease lease, String configuration) {
    Completion own = new Completion(lease, configuration);
    Turn turn = begin(own) ? Turn.LEAD : own.turn.join();
    Optional<UUID> stored =
        switch (turn) {
          case LEAD -> lead(own);
          case ALONE -> store.complete(lease, configuration);
          case COMPLETED -> Optional.ofNullable(own.configurationId);
        };
    if (stored.isPresent()) {
      completed.add(lease);
    }
    return stored;
  }

  /**
   * Returns whether this process has completed the attempt of a lease; says so once, which saves
   * whoever waits for the attempt a look into the database.
   */
  public boolean takeCompleted(Lease lease) {
    return completed.remove(lease);
  }

  /** Returns whether a statement is under way. */
  synchronized boolean underway() {
    return underway;
  }

  /** Returns the number of jobs that wait for it. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** Returns whether a job can be completed at once; else it waits for its turn. */
  private synchronized boolean begin(Completion own) {
    if (!underway) {
      underway = true;
      return true;
    }
    waiting.add(own);
    return false;
  }

  /** Lets the first that waits go on, if any. */
  private synchronized void passOn() {
    Completion next = waiting.poll();
    if (next == null) {
      underway = false;
    } else {
      next.turn.complete(Turn.LEAD);
    }
  }

  private synchronized List<Completion> others() {
    List<Completion> others = new ArrayList<>();
    while (!waiting.isEmpty() && others.size() < MOST_TOGETHER - 1) {
      others.add(waiting.remove());
    }
    return others;
  }

  /** Completes the own job, together with all that wait; then the next may lead. */
  private Optional<UUID> lead(Completion own) {
    try {
      together(own, others());
    } finally {
      passOn();
    }
    return own.configurationId == null
        ? store.complete(own.lease, own.configuration)
        : Optional.of(own.configurationId);
  }

  private void together(Completion own, List<Completion> others) {
    List<Completion> all = new ArrayList<>(others);
    all.add(own);
    Map<Lease, String> configurations = new HashMap<>();
    all.forEach(one -> configurations.put(one.lease, one.configuration));
    try {
      Map<Lease, UUID> stored = store.completeTogether(configurations);
      all.forEach(one -> one.configurationId = stored.get(one.lease));
    } catch (RuntimeException e) {
      if (others.isEmpty()) {
        throw e;
      }
      LOG.debug("{} jobs are completed one by one: {}", all.size(), e.getMessage());
    } finally {
      others.forEach(
          other ->
              other.turn.complete(other.configurationId == null ? Turn.ALONE : Turn.COMPLETED));
    }
  }
}
