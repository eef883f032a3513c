package dev.trainyard.api.job;

import dev.trainyard.access.Caller;
import dev.trainyard.job.queue.QueueQueries;
import dev.trainyard.job.queue.QueueView;
import dev.trainyard.operate.QueueOperations;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stops and restarts the queue for HTTP clients, and shows it after that. */
@Component("queueControl")
public class QueueControl {
  private final QueueOperations operations;
  private final QueueQueries queue;

  QueueControl(QueueOperations operations, QueueQueries queue) {
    this.operations = operations;
    this.queue = queue;
  }

  /** Stops handing out jobs; those that run go on to their end. */
  public QueueView pause(@Header(Caller.HEADER) @Nullable String caller) {
    operations.pause(Caller.of(caller));
    return queue.view();
  }

  /** Hands out jobs again. */
  public QueueView resume(@Header(Caller.HEADER) @Nullable String caller) {
    operations.resume(Caller.of(caller));
    return queue.view();
  }
}
