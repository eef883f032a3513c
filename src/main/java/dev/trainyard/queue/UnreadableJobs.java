package dev.trainyard.queue;

import dev.trainyard.job.JobFailure;
import dev.trainyard.job.event.DeadLetterWritten;
import dev.trainyard.job.lifecycle.JobClaims;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** Reports jobs that failed when they were claimed and never reached a route. */
final class UnreadableJobs implements JobClaims.Unreadable {
  private static final Logger LOG = LoggerFactory.getLogger(UnreadableJobs.class);

  private final ApplicationEventPublisher publisher;

  UnreadableJobs(ApplicationEventPublisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public void failed(UUID jobId, JobFailure failure) {
    String kind = failure.kind().label();
    LOG.warn("job {} failed for good ({}): {}", jobId, kind, failure.message());
    publisher.publishEvent(new DeadLetterWritten(jobId, kind, failure.message()));
  }
}
