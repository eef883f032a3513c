package dev.trainyard.api;

import dev.trainyard.job.QueueState;
import org.springframework.stereotype.Component;

/** Stops and restarts the queue. Doing it twice is doing it once. */
@Component("queueControl")
public class QueueControl {
  private final QueueState state;

  QueueControl(QueueState state) {
    this.state = state;
  }

  /** Stops handing out jobs; returns what the workers are told. */
  public ControlMessage pause() {
    state.pause();
    return ControlMessage.pause();
  }

  /** Hands out jobs again; returns what the workers are told. */
  public ControlMessage resume() {
    state.resume();
    return ControlMessage.resume();
  }
}
