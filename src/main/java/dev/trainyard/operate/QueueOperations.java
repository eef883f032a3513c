package dev.trainyard.operate;

import dev.trainyard.access.AuditLog;
import dev.trainyard.access.Caller;
import dev.trainyard.job.queue.QueueState;
import dev.trainyard.queue.redis.JobEvents;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Pauses and resumes the queue. Doing it twice is doing it once. */
@Component
public class QueueOperations {
  private final QueueState state;
  private final JobEvents events;
  private final AuditLog audit;

  QueueOperations(QueueState state, JobEvents events, AuditLog audit) {
    this.state = state;
    this.events = events;
    this.audit = audit;
  }

  /** Stops handing out jobs; those that run go on to their end. */
  public void pause(Caller caller) {
    change(caller, "queue.pause", state::pause);
    events.control(ControlMessage.pause());
  }

  /** Hands out jobs again. */
  public void resume(Caller caller) {
    change(caller, "queue.resume", state::resume);
    events.control(ControlMessage.resume());
  }

  private void change(Caller caller, String action, Runnable change) {
    audit.change(
        caller,
        action,
        "training",
        () -> {
          change.run();
          return Optional.of(true);
        });
  }
}
