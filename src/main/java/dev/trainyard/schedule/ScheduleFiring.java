package dev.trainyard.schedule;

import dev.trainyard.access.Caller;
import dev.trainyard.fetch.FetchRanges;
import dev.trainyard.fetch.FetchStore;
import dev.trainyard.job.batch.BatchStore;
import dev.trainyard.job.batch.SubmittedBatch;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.NewJob;
import dev.trainyard.job.lifecycle.NewJobs;
import dev.trainyard.job.lifecycle.RequestAdmission;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.job.queue.QueueFullException;
import dev.trainyard.job.queue.QueueLimit;
import dev.trainyard.job.request.TrainingRequestReader;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.schedule.Schedule.Started;
import dev.trainyard.schedule.ScheduleRun.Outcome;
import dev.trainyard.text.FieldError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides what becomes of a schedule that is due, and submits its work. Everything is within the
 * caller's transaction, which has locked the schedule: the run, its jobs and the next time are
 * there together or not at all.
 */
@Component
public class ScheduleFiring {
  /** A time that passed longer ago is missed. */
  static final Duration GRACE = Duration.ofMinutes(1);

  private static final String LATE = "it was more than a minute late";

  /** When a run is tried again that the full queue refused. */
  private static final Duration QUEUE_FULL = Duration.ofSeconds(5);

  private final ScheduleStore store;
  private final WorkReader work;
  private final NewJobs newJobs;
  private final RequestAdmission admission;
  private final QueueLimit limit;
  private final JobStore jobs;
  private final BatchStore batches;
  private final FetchStore fetches;
  private final FetchRanges ranges;

  ScheduleFiring(
      ScheduleStore store,
      WorkReader work,
      NewJobs newJobs,
      RequestAdmission admission,
      QueueLimit limit,
      JobStore jobs,
      BatchStore batches,
      FetchStore fetches,
      FetchRanges ranges) {
    this.store = store;
    this.work = work;
    this.newJobs = newJobs;
    this.admission = admission;
    this.limit = limit;
    this.jobs = jobs;
    this.batches = batches;
    this.fetches = fetches;
    this.ranges = ranges;
  }

  /**
   * What became of a schedule.
   *
   * @param scheduleId the schedule
   * @param outcome what was decided; null when it stays due
   * @param fireTime when the run was due
   * @param started what was started
   * @param jobs the jobs of that, of which the queue is to be told after the commit
   */
  public record Firing(
      UUID scheduleId,
      @Nullable Outcome outcome,
      Instant fireTime,
      Started started,
      List<SubmittedJob> jobs) {}

  /** The jobs of a run. */
  private record Submitted(Started started, List<SubmittedJob> jobs) {}

  /** Fires a schedule that is due, or says why it does not. */
  Firing due(Schedule schedule) {
    Instant due = Objects.requireNonNull(schedule.nextRun(), "a due schedule without a time");
    CronRule rule = schedule.definition().rule();
    if (store.isNoted(schedule.id(), due)) {
      store.advance(schedule.id(), rule.next(due).orElse(null));
      return new Firing(schedule.id(), null, due, schedule.started(), List.of());
    }
    boolean missed = due.plus(GRACE).isBefore(schedule.readAt());
    if (missed && schedule.definition().misfire() == Misfire.SKIP) {
      Instant onTime = schedule.readAt().minus(GRACE);
      return pass(schedule, Outcome.SKIPPED, LATE, rule.next(onTime), null);
    }
    Optional<Instant> next = rule.next(missed ? schedule.readAt() : due);
    if (schedule.definition().overlap() == Overlap.SKIP && store.isUnfinished(schedule.started())) {
      return pass(
          schedule, Outcome.SKIPPED, unfinished(schedule.started()), next, schedule.problem());
    }
    List<NewJob> newWork;
    try {
      newWork = read(schedule, schedule.author());
    } catch (InvalidRequestException e) {
      return pass(schedule, Outcome.REFUSED, e.getMessage(), next, e.getMessage());
    }
    Optional<QueueFullException> full = limit.admit(newWork.size(), schedule.author());
    if (full.isPresent()) {
      store.putOff(schedule.id(), String.valueOf(full.get().getMessage()), QUEUE_FULL);
      return new Firing(schedule.id(), null, due, schedule.started(), List.of());
    }
    Submitted submitted;
    try {
      submitted = submit(schedule, newWork, schedule.author());
    } catch (InvalidRequestException e) {
      return pass(schedule, Outcome.REFUSED, e.getMessage(), next, e.getMessage());
    }
    store.started(schedule.id(), due, Outcome.FIRED, submitted.started);
    store.advance(schedule.id(), next.orElse(null));
    return new Firing(schedule.id(), Outcome.FIRED, due, submitted.started, submitted.jobs);
  }

  private Firing pass(
      Schedule schedule,
      Outcome outcome,
      @Nullable String reason,
      Optional<Instant> next,
      @Nullable String problem) {
    Instant due = Objects.requireNonNull(schedule.nextRun(), "a due schedule without a time");
    store.passed(schedule.id(), due, outcome, reason);
    store.setProblem(schedule, problem);
    store.advance(schedule.id(), next.orElse(null));
    return new Firing(schedule.id(), outcome, due, schedule.started(), List.of());
  }

  private static String unfinished(Started last) {
    String what =
        last.jobId() != null
            ? "job " + last.jobId()
            : last.batchId() != null ? "batch " + last.batchId() : "fetch " + last.fetchId();
    return what + " of the last run is not final";
  }

  /**
   * Submits the work of a schedule now, whatever its times.
   *
   * @param caller who asks, and whose jobs they are
   * @throws InvalidRequestException when its request is wrong by now
   * @throws QueueFullException when too many jobs wait
   */
  public Firing now(Schedule schedule, Caller caller) {
    List<NewJob> newWork = read(schedule, caller);
    limit.require(newWork.size(), caller);
    Submitted submitted = submit(schedule, newWork, caller);
    Instant fireTime = store.started(schedule.id(), null, Outcome.MANUAL, submitted.started);
    return new Firing(schedule.id(), Outcome.MANUAL, fireTime, submitted.started, submitted.jobs);
  }

  private List<NewJob> read(Schedule schedule, Caller caller) {
    List<TrainingRequestReader.Checked> requests = work.read(schedule.definition().work());
    requests.forEach(request -> admission.require(request.request(), caller));
    return requests.stream().map(request -> newJobs.of(request, caller, null)).toList();
  }

  private Submitted submit(Schedule schedule, List<NewJob> newWork, Caller caller) {
    ScheduledWork asked = schedule.definition().work();
    if (asked.kind() == ScheduledWork.Kind.FETCH) {
      return new Submitted(new Started(null, null, fetch(schedule, caller)), List.of());
    }
    if (asked.kind() == ScheduledWork.Kind.REQUEST) {
      SubmittedJob job =
          jobs.submit(newWork.get(0))
              .orElseThrow(() -> new IllegalStateException("a job without a key is a new one"));
      return new Submitted(new Started(job.id(), null, null), List.of(job));
    }
    SubmittedBatch batch = batches.submit(asked.json(), newWork, null, null);
    return new Submitted(new Started(null, batch.id(), null), batch.jobs());
  }

  /** Begins a fetch for each series; returns the id of the first. */
  private UUID fetch(Schedule schedule, Caller caller) {
    List<CandleSeries> series =
        work.readFetch(schedule.definition().work()).orElseGet(ranges::stored);
    if (series.isEmpty()) {
      throw new InvalidRequestException(
          List.of(
              new FieldError(
                  "fetch.series",
                  "there is no stored series whose exchange is described; name those to fetch, or fetch one first")));
    }
    UUID run = null;
    for (CandleSeries one : series) {
      long step = one.timeframe().millis();
      Instant end =
          Instant.ofEpochMilli(Math.floorDiv(schedule.readAt().toEpochMilli(), step) * step);
      UUID id = fetches.submit(one, aligned(ranges.begin(one, end), step), end, caller, run);
      run = run == null ? id : run;
    }
    return Objects.requireNonNull(run, "a run without a fetch");
  }

  private static Instant aligned(Instant time, long step) {
    return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), step) * step);
  }
}
