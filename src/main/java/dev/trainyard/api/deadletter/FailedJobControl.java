package dev.trainyard.api.deadletter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.access.Caller;
import dev.trainyard.api.job.JobLinks;
import dev.trainyard.api.origin.ForwardedFilter;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.job.batch.SubmittedBatch;
import dev.trainyard.operate.DeadLetterOperations;
import dev.trainyard.operate.Replay;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What HTTP clients do to dead letters. */
@Component("failedJobControl")
public class FailedJobControl {
  private static final String ID = "failed_job_id";

  private final FailedJobFilterReader filters;
  private final DeadLetterOperations operations;

  FailedJobControl(FailedJobFilterReader filters, DeadLetterOperations operations) {
    this.filters = filters;
    this.operations = operations;
  }

  /**
   * Replays a dead letter; when this returns, the new job is durable.
   *
   * @throws dev.trainyard.job.queue.QueueFullException when too many jobs wait
   */
  public Replay replay(
      @Header(ID) String failedJobId, @Header(Caller.HEADER) @Nullable String caller) {
    return operations.replay(Caller.of(caller), RequestParameters.id(ID, failedJobId));
  }

  /**
   * Replays the dead letters of a filter as one batch; when this returns, its jobs are durable.
   *
   * @throws dev.trainyard.job.queue.QueueFullException when too many jobs wait for all of them
   */
  public SubmittedBatch replayAll(
      @Body byte @Nullable [] body, @Header(Caller.HEADER) @Nullable String caller) {
    ObjectNode filter = filters.parse(body == null ? new byte[0] : body);
    String given = filter.toString();
    return operations.replayAll(Caller.of(caller), filters.read(filter), given);
  }

  /**
   * Path of the new job, as the client sees it.
   *
   * @param root path under which the client sees the service; null when that is the root
   */
  public String location(@Body Replay replay, @Header(ForwardedFilter.ROOT) @Nullable String root) {
    return JobLinks.of(replay.jobId(), root).self();
  }

  /** Throws a dead letter away; its job stays FAILED. */
  public void discard(
      @Header(ID) String failedJobId, @Header(Caller.HEADER) @Nullable String caller) {
    operations.discard(Caller.of(caller), RequestParameters.id(ID, failedJobId));
  }
}
