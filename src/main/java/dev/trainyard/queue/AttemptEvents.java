package dev.trainyard.queue;

import dev.trainyard.job.lifecycle.ClaimedJob;
import dev.trainyard.queue.redis.JobEvents;
import dev.trainyard.queue.slot.AttemptObserver;
import dev.trainyard.trace.JobSpans;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Reports attempts to traces, to Redis and within this process.
 *
 * @param spans traces each attempt
 * @param events publishes over Redis
 * @param publisher publishes within this process
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
  public void publish(Object event) {
    publisher.publishEvent(event);
  }
}
