package dev.trainyard.api.job;

import dev.trainyard.access.Caller;
import dev.trainyard.api.origin.ForwardedFilter;
import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.page.Page;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.job.batch.BatchStore;
import dev.trainyard.job.batch.BatchView;
import dev.trainyard.job.batch.SubmittedBatch;
import dev.trainyard.job.lifecycle.IdempotencyKeys;
import dev.trainyard.job.lifecycle.IdempotencyKeys.Kind;
import dev.trainyard.job.lifecycle.NewJob;
import dev.trainyard.job.lifecycle.NewJobs;
import dev.trainyard.job.lifecycle.RequestAdmission;
import dev.trainyard.job.queue.QueueFullException;
import dev.trainyard.job.queue.QueueLimit;
import dev.trainyard.job.request.BatchRequestReader;
import dev.trainyard.operate.BatchCancellation;
import dev.trainyard.operate.BatchOperations;
import dev.trainyard.operate.NotFoundException;
import dev.trainyard.queue.redis.JobEvents;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Batches of jobs. */
@Component("batchResource")
public class BatchResource {
  private static final String BATCHES = "/api/v2/training/batches/";

  private final BatchRequestReader reader;
  private final NewJobs newJobs;
  private final BatchStore batches;
  private final QueueLimit limit;
  private final JobEvents events;
  private final IdempotencyKeys keys;
  private final BatchOperations operations;
  private final RequestAdmission admission;

  BatchResource(
      BatchRequestReader reader,
      NewJobs newJobs,
      BatchStore batches,
      BatchOperations operations,
      IdempotencyKeys keys,
      QueueLimit limit,
      RequestAdmission admission,
      JobEvents events) {
    this.limit = limit;
    this.events = events;
    this.keys = keys;
    this.reader = reader;
    this.newJobs = newJobs;
    this.batches = batches;
    this.operations = operations;
    this.admission = admission;
  }

  /**
   * Stores the jobs of a batch; when this returns, they are durable.
   *
   * @param key makes a repetition safe; null for none
   * @param caller who asks, encoded; null for a route that acts by itself
   * @throws QueueFullException when too many jobs wait for all of them
   */
  public SubmittedBatch submit(
      @Body byte @Nullable [] body,
      @Header(JobSubmission.IDEMPOTENCY_KEY) @Nullable String key,
      @Header(Caller.HEADER) @Nullable String caller) {
    JobSubmission.requireKey(key);
    Caller who = Caller.of(caller);
    BatchRequestReader.Checked batch = reader.read(body == null ? new byte[0] : body);
    admission.require(batch.requests().get(0).request(), who);
    List<NewJob> jobsOfBatch =
        batch.requests().stream().map(request -> newJobs.of(request, who, null)).toList();
    String hash = key == null ? null : NewJobs.sha256(hashed(jobsOfBatch));
    Optional<QueueFullException> refusal = limit.admit(jobsOfBatch.size(), who);
    if (refusal.isPresent()) {
      return replayed(who, key, hash).orElseThrow(refusal::get);
    }
    SubmittedBatch submitted = batches.submit(batch.json(), jobsOfBatch, key, hash);
    if (submitted.id() == null) {
      Optional<SubmittedBatch> before = replayed(who, key, hash);
      if (before.isPresent()) {
        return before.get();
      }
      keys.release(Kind.BATCH, who.client(), Objects.requireNonNull(key));
      submitted = batches.submit(batch.json(), jobsOfBatch, key, hash);
    }
    events.submitted();
    return submitted.id() == null ? replayed(who, key, hash).orElseThrow() : submitted;
  }

  private static String hashed(List<NewJob> jobs) {
    return jobs.stream().map(NewJob::requestJson).collect(Collectors.joining("\n"));
  }

  /** What became of an earlier batch with the same key; empty when there was none. */
  private Optional<SubmittedBatch> replayed(
      Caller caller, @Nullable String key, @Nullable String hash) {
    if (key == null) {
      return Optional.empty();
    }
    return keys.find(Kind.BATCH, caller.client(), key)
        .filter(use -> !use.expired())
        .map(
            use -> {
              if (!use.bodyHash().equals(hash)) {
                throw JobSubmission.usedOtherwise("batch " + use.id());
              }
              int jobs = batches.find(use.id()).orElseThrow().jobs();
              return SubmittedBatch.replayed(use.id(), jobs);
            });
  }

  /**
   * Path of a batch, as the client sees it; null when there was nothing to make one of.
   *
   * @param root path under which the client sees the service; null when that is the root
   */
  public @Nullable String location(
      @Body SubmittedBatch batch, @Header(ForwardedFilter.ROOT) @Nullable String root) {
    return batch.id() == null ? null : (root == null ? "" : root) + BATCHES + batch.id();
  }

  /** The answer for a new batch. */
  public BatchState accepted(SubmittedBatch batch) {
    return BatchState.of(batch);
  }

  /** Batches, newest first. */
  public Page<BatchView> list(@Header(Exchange.HTTP_QUERY) @Nullable String query) {
    RequestParameters parameters = new RequestParameters(query);
    Cursor cursor = parameters.cursor();
    int limit = parameters.limit();
    List<BatchView> rows = batches.list(cursor == null ? null : cursor.id(), limit + 1);
    return Page.of(rows, limit, batch -> batch.batchId().toString());
  }

  /** One batch. */
  public BatchView get(@Header("batch_id") String batchId) {
    UUID id = RequestParameters.id("batch_id", batchId);
    return batches.find(id).orElseThrow(() -> NotFoundException.batch(id));
  }

  /** Cancels what is left of a batch; when this returns, none of it can complete any more. */
  public BatchCancellation cancel(
      @Header("batch_id") String batchId, @Header(Caller.HEADER) @Nullable String caller) {
    return operations.cancel(Caller.of(caller), RequestParameters.id("batch_id", batchId));
  }
}
