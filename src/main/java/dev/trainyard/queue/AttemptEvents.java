package dev.trainyard.queue;

import dev.trainyard.job.lifecycle.ClaimedJob;
import dev.trainyard.queue.redis.JobEvents;
import dev.trainyard.queue.slot.AttemptObserver;
import dev.trainyard.trace.JobSpans;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells of attempts wherever somebody listens.
 *
 * @param spans a trace for each attempt
 * @param events over Redis
 * @param publisher within this process
 */
record AttemptEvents(JobSpans spans, JobEvents events, ApplicationEventPublisher publisher)
    implements AttemptObserver {
  @Override
  public void during(ClaimedJob job, Runnable work) {
    spans.run(job, work);
  }

  @Override
  public void changed(UUID jobId) {
    events.changed(jobId);
  }

  @Override
  public void tell(Object fact) {
    publisher.publishEvent(fact);
  }
}
