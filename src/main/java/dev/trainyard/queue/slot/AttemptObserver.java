package dev.trainyard.queue.slot;

import dev.trainyard.job.lifecycle.ClaimedJob;
import java.util.UUID;

/** Observes the attempts of this process, to count, trace or show them. */
public interface AttemptObserver {
  /** Runs the work on a job as one attempt. */
  void during(ClaimedJob job, Runnable work);

  /** Called when the state of a job may have changed. */
  void changed(UUID jobId);

  /** Publishes an event of {@link dev.trainyard.job.event}. */
  void publish(Object event);
}
