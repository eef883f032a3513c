package dev.trainyard.api;

import dev.trainyard.job.BatchRequestReader;
import dev.trainyard.job.BatchStore;
import dev.trainyard.job.BatchView;
import dev.trainyard.job.CheckedBatch;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.JobStore;
import dev.trainyard.job.NewJob;
import dev.trainyard.job.QueueFullException;
import dev.trainyard.job.QueueLimit;
import dev.trainyard.job.SubmittedBatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** Batches of jobs. */
@Component("batchResource")
public class BatchResource {
  private static final String BATCHES = "/api/v2/training/batches/";

  private final BatchRequestReader reader;
  private final NewJobs newJobs;
  private final BatchStore batches;
  private final QueueLimit limit;
  private final JobStore jobs;

  BatchResource(
      BatchRequestReader reader,
      NewJobs newJobs,
      BatchStore batches,
      JobStore jobs,
      QueueLimit limit) {
    this.limit = limit;
    this.reader = reader;
    this.newJobs = newJobs;
    this.batches = batches;
    this.jobs = jobs;
  }

  /**
   * Stores the jobs of a batch; when this returns, they are durable.
   *
   * @throws QueueFullException when too many jobs wait for all of them
   */
  public SubmittedBatch submit(
      @Body byte[] body, @Header(JobSubmission.IDEMPOTENCY_KEY) String key) {
    if (key != null) {
      // Ignoring it would let a client believe that a repetition is safe
      throw new InvalidParameterException(
          JobSubmission.IDEMPOTENCY_KEY, "is not supported for a batch; leave it out");
    }
    CheckedBatch batch = reader.read(body == null ? new byte[0] : body);
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
  public String location(@Body SubmittedBatch batch, @Header(ForwardedFilter.ROOT) String root) {
    return batch.id() == null ? null : (root == null ? "" : root) + BATCHES + batch.id();
  }

  /** The answer for a new batch. */
  public BatchState accepted(SubmittedBatch batch) {
    return BatchState.of(batch);
  }

  /** One batch. */
  public BatchView get(@Header("batch_id") String batchId) {
    UUID id = RequestParameters.id("batch_id", batchId);
    return batches.find(id).orElseThrow(() -> unknown(id));
  }

  /** Cancels what is left of a batch; when this returns, none of it can complete any more. */
  public BatchCancellation cancel(@Header("batch_id") String batchId) {
    UUID id = RequestParameters.id("batch_id", batchId);
    if (batches.find(id).isEmpty()) {
      throw unknown(id);
    }
    batches.beginCancel(id);
    Map<UUID, JobStatus> cancelled = new LinkedHashMap<>();
    Map<UUID, JobStatus> some;
    do {
      some = jobs.cancelSome(id);
      if (some.isEmpty()) {
        some = cancelEach(batches.left(id));
      }
      cancelled.putAll(some);
    } while (!some.isEmpty());
    List<UUID> stopped =
        cancelled.entrySet().stream()
            .filter(job -> job.getValue() == JobStatus.RUNNING)
            .map(Map.Entry::getKey)
            .toList();
    return new BatchCancellation(id, cancelled.size(), List.copyOf(cancelled.keySet()), stopped);
  }

  /** Waits for each job that others hold at this moment. */
  private Map<UUID, JobStatus> cancelEach(List<UUID> left) {
    Map<UUID, JobStatus> cancelled = new LinkedHashMap<>();
    left.forEach(job -> jobs.cancel(job).ifPresent(before -> cancelled.put(job, before)));
    return cancelled;
  }

  private static NotFoundException unknown(UUID id) {
    return new NotFoundException("there is no batch " + id);
  }
}
