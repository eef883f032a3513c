package dev.trainyard.pipeline;

import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.Stage;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.queue.TrainingQueueConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns the exception that an error clause caught into the parameters of the statement that writes
 * the dead letter.
 */
@Component
public class DeadLetterProcessor implements Processor {
  private final JobStore jobs;

  /** Creates the processor for a store of jobs. */
  public DeadLetterProcessor(JobStore jobs) {
    this.jobs = jobs;
  }

  @Override
  public void process(Exchange exchange) {
    Lease lease = exchange.getProperty(TrainingQueueConstants.LEASE, Lease.class);
    FailureKind kind =
        FailureKind.of(
            exchange.getProperty(
                TrainingQueueConstants.FAILURE_KIND, FailureKind.PERMANENT.label(), String.class));
    Throwable error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    JobFailure failure =
        error == null
            ? new JobFailure(
                kind,
                "Unknown",
                "the route sent the job here without an error",
                stage(exchange),
                null)
            : JobFailure.of(kind, error, stage(exchange));
    exchange.getMessage().getHeaders().putAll(jobs.failureParameters(lease, failure));
  }

  /**
   * Returns the stage of the failed route; null for any other route, when the failure belongs to
   * the job's current stage.
   */
  private static @Nullable Stage stage(Exchange exchange) {
    return Stage.ofRoute(exchange.getProperty(Exchange.FAILURE_ROUTE_ID, String.class))
        .orElse(null);
  }
}
