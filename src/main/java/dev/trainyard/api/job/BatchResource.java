package dev.trainyard.api.job;

import dev.trainyard.api.origin.ForwardedFilter;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.api.problem.InvalidParameterException;
import dev.trainyard.job.batch.BatchStore;
import dev.trainyard.job.batch.BatchView;
import dev.trainyard.job.batch.SubmittedBatch;
import dev.trainyard.job.lifecycle.NewJob;
import dev.trainyard.job.queue.QueueFullException;
import dev.trainyard.job.queue.QueueLimit;
import dev.trainyard.job.request.BatchRequestReader;
import dev.trainyard.operate.BatchCancellation;
import dev.trainyard.operate.BatchOperations;
import dev.trainyard.operate.NotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
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
  private final BatchOperations operations;

  BatchResource(
      BatchRequestReader reader,
      NewJobs newJobs,
      BatchStore batches,
      BatchOperations operations,
      QueueLimit limit) {
    this.limit = limit;
    this.reader = reader;
    this.newJobs = newJobs;
    this.batches = batches;
    this.operations = operations;
  }

  /**
   * Stores the jobs of a batch; when this returns, they are durable.
   *
   * @throws QueueFullException when too many jobs wait for all of them
   */
  public SubmittedBatch submit(
      @Body byte @Nullable [] body, @Header(JobSubmission.IDEMPOTENCY_KEY) @Nullable String key) {
    if (key != null) {
      // Ignoring it would let a client believe that a repetition is safe
      throw new InvalidParameterException(
          JobSubmission.IDEMPOTENCY_KEY, "is not supported for a batch; leave it out");
    }
    BatchRequestReader.Checked batch = reader.read(body == null ? new byte[0] : body);
    List<NewJob> jobsOfBatch =
        batch.requests().stream().map(request -> newJobs.of(request, null)).toList();
    Optional<QueueFullException> refusal = limit.admit(jobsOfBatch.size());
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return batches.submit(batch.json(), jobsOfBatch);
  }

  /**
   * Path of a new batch, as the client sees it; null when there was nothing to make one of.
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

  /** One batch. */
  public BatchView get(@Header("batch_id") String batchId) {
    UUID id = RequestParameters.id("batch_id", batchId);
    return batches.find(id).orElseThrow(() -> NotFoundException.batch(id));
  }

  /** Cancels what is left of a batch; when this returns, none of it can complete any more. */
  public BatchCancellation cancel(@Header("batch_id") String batchId) {
    return operations.cancel(RequestParameters.id("batch_id", batchId));
  }
}
