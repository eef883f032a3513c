package dev.trainyard.operate;

import dev.trainyard.job.queue.QueueState;
import dev.trainyard.queue.redis.JobEvents;
import org.springframework.stereotype.Component;

/** Pauses and resumes the queue. Doing it twice is doing it once. */
@Component
public class QueueOperations {
  private final QueueState state;
  private final JobEvents events;

  QueueOperations(QueueState state, JobEvents events) {
    this.state = state;
    this.events = events;
  }

  /** Stops handing out jobs; those that run go on to their end. */
  public void pause() {
    state.pause();
    events.control(ControlMessage.pause());
  }

  /** Hands out jobs again. */
  public void resume() {
    state.resume();
    events.control(ControlMessage.resume());
  }
}
