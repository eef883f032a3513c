package dev.trainyard.api;

import dev.trainyard.job.QueueQueries;
import dev.trainyard.job.QueueView;
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
