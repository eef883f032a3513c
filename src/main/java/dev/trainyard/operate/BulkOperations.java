package dev.trainyard.operate;

import dev.trainyard.access.AuditLog;
import dev.trainyard.access.Caller;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.bulk.BulkAction;
import dev.trainyard.job.bulk.JobSelection;
import dev.trainyard.job.bulk.SelectedJobs;
import dev.trainyard.job.bulk.SelectionFigures;
import dev.trainyard.job.bulk.SkippedJobs;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.job.queue.QueueLimit;
import dev.trainyard.queue.redis.JobEvents;
import dev.trainyard.queue.redis.ReadySet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Cancels, retries and deletes the jobs of a selection, some hundreds in each transaction and with
 * a line in the audit log there. A process that ends in between leaves whole jobs, and whoever asks
 * again goes on.
 */
@Component
public class BulkOperations {
  private static final int AT_ONCE = 200;

  /** Jobs are looked for in larger parts: each look may sort all that are left. */
  private static final int LOOKED_FOR = 20_000;

  /** A client waits for its answer, and then asks for what remains. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final SelectedJobs selected;
  private final JobStore store;
  private final QueueLimit limit;
  private final ReadySet readySet;
  private final JobEvents events;
  private final AuditLog audit;
  private final Clock clock;

  BulkOperations(
      SelectedJobs selected,
      JobStore store,
      QueueLimit limit,
      ReadySet readySet,
      JobEvents events,
      AuditLog audit,
      Clock clock) {
    this.selected = selected;
    this.store = store;
    this.limit = limit;
    this.readySet = readySet;
    this.events = events;
    this.audit = audit;
    this.clock = clock;
  }

  /** Counts what {@link #run} would do. */
  public BulkResult ask(BulkAction action, JobSelection selection) {
    UUID newest = newest(selection);
    if (newest == null) {
      return new BulkResult(0, 0, 0, List.of(), null, true);
    }
    SelectionFigures figures = selected.figures(action, selection.upTo(newest));
    return new BulkResult(
        figures.matched(), figures.eligible(), 0, figures.skipped(), newest, true);
  }

  /**
   * Does it. On return the changes are durable; those that remain are for another call with the
   * same selection.
   */
  public BulkResult run(Caller caller, BulkAction action, JobSelection selection) {
    UUID newest = newest(selection);
    if (newest == null) {
      return new BulkResult(0, 0, 0, List.of(), null, false);
    }
    JobSelection meant = selection.upTo(newest);
    SelectionFigures before = selected.figures(action, meant);
    Instant end = clock.instant().plus(LONGEST);
    long changed = 0;
    boolean full = false;
    boolean late = false;
    List<UUID> found = selected.next(action, meant, null, LOOKED_FOR);
    int at = 0;
    while (at < found.size() && !full && !late) {
      List<UUID> some = found.subList(at, Math.min(found.size(), at + AT_ONCE));
      List<UUID> admitted = action == BulkAction.RETRY ? admitted(some) : some;
      full = admitted.size() < some.size();
      if (!admitted.isEmpty()) {
        changed += change(caller, action, meant, admitted);
      }
      at += admitted.size();
      late = !clock.instant().isBefore(end);
      if (at == found.size() && !late) {
        found = selected.next(action, meant, found.get(at - 1), LOOKED_FOR);
        at = 0;
      }
    }
    return result(action, meant, before, changed, full || late, full);
  }

  private BulkResult result(
      BulkAction action,
      JobSelection meant,
      SelectionFigures before,
      long changed,
      boolean unfinished,
      boolean full) {
    List<SkippedJobs> skipped = new ArrayList<>(before.skipped());
    // A retried job waits and a cancelled one has ended: what is eligible now has not been changed
    long left = unfinished ? selected.figures(action, meant).eligible() : 0;
    if (full && left > 0) {
      skipped.add(new SkippedJobs(SkippedJobs.Reason.QUEUE_FULL, null, left));
    }
    long elsewhere = before.eligible() - changed - left;
    if (elsewhere > 0) {
      skipped.add(new SkippedJobs(SkippedJobs.Reason.CHANGED_MEANWHILE, null, elsewhere));
    }
    return new BulkResult(before.matched(), changed, full ? 0 : left, skipped, meant.upTo(), false);
  }

  /** Returns as many of some jobs as may wait beside those that wait already. */
  private List<UUID> admitted(List<UUID> jobs) {
    for (int some = jobs.size(); some > 0; some /= 2) {
      if (limit.admit(some).isEmpty()) {
        return jobs.subList(0, some);
      }
    }
    return List.of();
  }

  private int change(
      Caller caller, BulkAction action, JobSelection selection, List<UUID> candidates) {
    Optional<Changed> changed =
        audit.changeMany(
            caller,
            action.audited(),
            done -> details(selection, done.jobs()),
            () -> {
              List<UUID> locked = selected.lock(action, selection, candidates);
              Changed done =
                  switch (action) {
                    case CANCEL -> cancel(locked);
                    case RETRY -> retry(locked);
                    case DELETE -> delete(locked);
                  };
              return Optional.of(done).filter(some -> !some.jobs().isEmpty());
            });
    changed.ifPresent(done -> tell(action, done));
    return changed.map(done -> done.jobs().size()).orElse(0);
  }

  /**
   * What one transaction has changed.
   *
   * @param jobs the jobs
   * @param running those that a worker had
   * @param waiting those that wait again
   */
  private record Changed(List<UUID> jobs, List<UUID> running, List<SubmittedJob> waiting) {}

  private Changed cancel(List<UUID> jobs) {
    List<UUID> cancelled = new ArrayList<>();
    List<UUID> running = new ArrayList<>();
    for (UUID job : jobs) {
      store
          .cancel(job)
          .ifPresent(
              before -> {
                cancelled.add(job);
                if (before == JobStatus.RUNNING) {
                  running.add(job);
                }
              });
    }
    return new Changed(cancelled, running, List.of());
  }

  private Changed retry(List<UUID> jobs) {
    List<SubmittedJob> waiting = new ArrayList<>();
    jobs.forEach(job -> store.retryEnded(job).ifPresent(waiting::add));
    return new Changed(waiting.stream().map(SubmittedJob::id).toList(), List.of(), waiting);
  }

  private Changed delete(List<UUID> jobs) {
    selected.delete(jobs);
    return new Changed(jobs, List.of(), List.of());
  }

  /** What Redis does not hear, workers and listeners find in PostgreSQL. */
  private void tell(BulkAction action, Changed changed) {
    switch (action) {
      case CANCEL -> {
        readySet.remove(changed.jobs());
        if (!changed.running().isEmpty()) {
          events.control(ControlMessage.cancel(changed.running()));
        }
        events.submitted();
      }
      case RETRY -> {
        readySet.add(changed.waiting());
        events.submitted();
      }
      case DELETE -> {
        // Nobody waits for a job that has ended
      }
    }
  }

  private static String details(JobSelection selection, List<UUID> jobs) {
    return "%d jobs of the filter %s: %s"
        .formatted(
            jobs.size(),
            selection.given(),
            jobs.stream().map(UUID::toString).collect(Collectors.joining(" ")));
  }

  private @Nullable UUID newest(JobSelection selection) {
    return selection.upTo() == null ? selected.newest().orElse(null) : selection.upTo();
  }
}
