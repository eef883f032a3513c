package dev.trainyard.api.job;

import dev.trainyard.access.Caller;
import dev.trainyard.api.origin.ForwardedFilter;
import dev.trainyard.api.problem.InvalidParameterException;
import dev.trainyard.api.problem.TooManyBacktestsException;
import dev.trainyard.api.strategy.BacktestLimit;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.lifecycle.IdempotencyKeys;
import dev.trainyard.job.lifecycle.IdempotencyKeys.Kind;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.NewJob;
import dev.trainyard.job.lifecycle.NewJobs;
import dev.trainyard.job.lifecycle.RequestAdmission;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.job.queue.QueueFullException;
import dev.trainyard.job.queue.QueueLimit;
import dev.trainyard.job.request.TrainingRequestReader;
import dev.trainyard.job.view.JobQueries;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.pipeline.rerun.ResultReuse;
import dev.trainyard.queue.redis.JobEvents;
import dev.trainyard.text.FieldError;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns requests into jobs. */
@Component("jobSubmission")
public class JobSubmission {
  /** Header with which a client makes a repetition safe. */
  public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final TrainingRequestReader reader;
  private final JobStore store;
  private final IdempotencyKeys keys;
  private final JobQueries jobs;
  private final QueuePositions positions;
  private final NewJobs newJobs;
  private final QueueLimit limit;
  private final ResultReuse results;
  private final BacktestLimit backtests;
  private final RequestAdmission admission;
  private final JobEvents events;

  JobSubmission(
      TrainingRequestReader reader,
      JobStore store,
      IdempotencyKeys keys,
      JobQueries jobs,
      QueuePositions positions,
      NewJobs newJobs,
      QueueLimit limit,
      ResultReuse results,
      BacktestLimit backtests,
      RequestAdmission admission,
      JobEvents events) {
    this.reader = reader;
    this.store = store;
    this.keys = keys;
    this.jobs = jobs;
    this.positions = positions;
    this.newJobs = newJobs;
    this.limit = limit;
    this.results = results;
    this.backtests = backtests;
    this.admission = admission;
    this.events = events;
  }

  /**
   * Stores the job of a request; when this returns, it is durable.
   *
   * @param body the request
   * @param key makes a repetition safe; null for none
   * @param root path under which the client sees the service; null when that is the root
   * @param caller who asks, encoded; null for a route that acts by itself
   * @throws QueueFullException when too many jobs wait, unless the request repeats an accepted one
   * @throws TooManyBacktestsException when a stored result may answer, and too many other requests
   *     read candles
   */
  public Submission submit(
      @Body byte @Nullable [] body,
      @Header(IDEMPOTENCY_KEY) @Nullable String key,
      @Header(ForwardedFilter.ROOT) @Nullable String root,
      @Header(Caller.HEADER) @Nullable String caller) {
    Accepted accepted = accept(body, key, Caller.of(caller));
    return new Submission(
        accepted.jobId(),
        accepted.status(),
        accepted.job(),
        JobLinks.of(accepted.jobId(), root),
        accepted.isReplayed());
  }

  /** Refuses what cannot be a key. */
  public static void requireKey(@Nullable String key) {
    if (key != null && !KEY.matcher(key).matches()) {
      throw new InvalidParameterException(
          IDEMPOTENCY_KEY, "must be 1 to 255 visible ASCII characters");
    }
  }

  private Accepted accept(byte @Nullable [] body, @Nullable String key, Caller caller) {
    requireKey(key);
    TrainingRequestReader.Checked checked = reader.read(body == null ? new byte[0] : body);
    admission.require(checked.request(), caller);
    NewJob job = newJobs.of(checked, caller, key);
    if (checked.request().delivery().reuse()) {
      Optional<Accepted> known = accepted(job).or(() -> reused(checked));
      if (known.isPresent()) {
        return known.get();
      }
    }
    Optional<QueueFullException> refusal = limit.admit(1, caller);
    if (refusal.isPresent()) {
      return accepted(job).orElseThrow(refusal::get);
    }
    Optional<SubmittedJob> submitted = store.submit(job);
    if (submitted.isEmpty()) {
      IdempotencyKeys.Use use = keys.find(Kind.JOB, caller.client(), key).orElseThrow();
      if (!use.expired()) {
        return replay(use, job);
      }
      keys.release(Kind.JOB, caller.client(), key);
      submitted = store.submit(job);
    }
    submitted.ifPresent(stored -> events.changed(stored.id()));
    return submitted
        .map(stored -> new Accepted(stored.id(), JobStatus.PENDING, stored, false))
        .orElseGet(() -> replay(keys.find(Kind.JOB, caller.client(), key).orElseThrow(), job));
  }

  /** The answer to a request. */
  public Answer answer(Submission submission) {
    return new Answer(
        submission.jobId(), submission.status(), position(submission.job()), submission.links());
  }

  /** Position of a new job; one that a worker has taken in the meantime was the first. */
  private @Nullable Integer position(@Nullable SubmittedJob job) {
    if (job == null || !job.due()) {
      return null;
    }
    Integer position = positions.of(List.of(job.id())).get(job.id());
    boolean taken =
        position == null
            && jobs.status(job.id()).filter(status -> status != JobStatus.PENDING).isPresent();
    return taken ? Integer.valueOf(1) : position;
  }

  /**
   * What a client is told of its job.
   *
   * @param jobId the job
   * @param status its state
   * @param queuePosition its position from 1; null when it does not wait
   * @param links where the client goes on
   */
  public record Answer(
      UUID jobId, JobStatus status, @Nullable Integer queuePosition, JobLinks links) {}

  /** The job of a request, and what the queue needs to know of it when it is a new one. */
  private record Accepted(
      UUID jobId, JobStatus status, @Nullable SubmittedJob job, boolean isReplayed) {}

  /** What became of an earlier request with the same key; empty when there was none. */
  private Optional<Accepted> accepted(NewJob job) {
    return job.idempotencyKey() == null
        ? Optional.empty()
        : keys.find(Kind.JOB, job.caller().client(), job.idempotencyKey())
            .filter(use -> !use.expired())
            .map(use -> replay(use, job));
  }

  /** The job whose stored result answers a request; empty when none does. */
  private Optional<Accepted> reused(TrainingRequestReader.Checked checked) {
    return backtests
        .run(() -> results.find(checked))
        .map(stored -> new Accepted(stored.jobId(), JobStatus.COMPLETED, null, false));
  }

  private Accepted replay(IdempotencyKeys.Use use, NewJob job) {
    if (use.bodyHash().equals(job.bodyHash())) {
      return new Accepted(use.id(), jobs.status(use.id()).orElseThrow(), null, true);
    }
    throw usedOtherwise("job " + use.id());
  }

  /** The refusal of a key that belongs to another request. */
  public static InvalidRequestException usedOtherwise(String by) {
    return new InvalidRequestException(
        List.of(
            new FieldError(
                IDEMPOTENCY_KEY, "was used in the last 24 hours for another request, " + by)));
  }
}
