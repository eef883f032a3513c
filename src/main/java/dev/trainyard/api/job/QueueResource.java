package dev.trainyard.api.job;

import dev.trainyard.job.queue.QueueQueries;
import dev.trainyard.job.queue.QueueView;
import org.springframework.stereotype.Component;

/** The queue. */
@Component("queueResource")
public class QueueResource {
  private final QueueQueries queue;

  QueueResource(QueueQueries queue) {
    this.queue = queue;
  }

  /** The queue at most a second ago; whether it is paused is what holds now. */
  public QueueView get() {
    return queue.view();
  }
}
