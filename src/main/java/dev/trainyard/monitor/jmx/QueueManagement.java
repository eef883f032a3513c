package dev.trainyard.monitor.jmx;

import dev.trainyard.access.Caller;
import dev.trainyard.operate.QueueOperations;
import dev.trainyard.queue.WorkerSlots;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/**
 * The queue: the figures of {@code GET /queue}, its pause, and the slots of this process. The
 * figures cover all processes and are at most a second old.
 */
@Component
@ManagedResource(objectName = "dev.trainyard:type=Queue", description = "The training queue")
public class QueueManagement {
  private final KnownFigures figures;
  private final QueueOperations operations;
  private final WorkerSlots slots;

  QueueManagement(KnownFigures figures, QueueOperations operations, WorkerSlots slots) {
    this.figures = figures;
    this.operations = operations;
    this.slots = slots;
  }

  @ManagedAttribute(description = "Jobs of high priority that are due")
  public long getReadyHigh() {
    return figures.get(known -> known.queue().ready().high());
  }

  @ManagedAttribute(description = "Jobs of normal priority that are due")
  public long getReadyNormal() {
    return figures.get(known -> known.queue().ready().normal());
  }

  @ManagedAttribute(description = "Jobs of low priority that are due")
  public long getReadyLow() {
    return figures.get(known -> known.queue().ready().low());
  }

  @ManagedAttribute(description = "Jobs that are due later")
  public long getDelayed() {
    return figures.get(known -> known.queue().delayed());
  }

  @ManagedAttribute(description = "Jobs that a worker has")
  public long getRunning() {
    return figures.get(known -> known.queue().running());
  }

  @ManagedAttribute(description = "How long the longest waiting job has been due, seconds")
  public double getOldestWaitSeconds() {
    return figures.get(known -> known.queue().oldestWaitSeconds());
  }

  @ManagedAttribute(description = "Workers that are alive")
  public int getWorkers() {
    return figures.get(known -> known.queue().workers());
  }

  @ManagedAttribute(description = "Jobs that the living workers can run at once")
  public int getTotalSlots() {
    return figures.get(known -> known.queue().slots());
  }

  @ManagedAttribute(description = "Whether no jobs are handed out")
  public boolean isPaused() {
    return figures.get(known -> known.queue().paused());
  }

  @ManagedAttribute(description = "Time of the figures, ISO-8601")
  public String getAsOf() {
    return figures.get(known -> known.queue().asOf().toString());
  }

  @ManagedAttribute(description = "Jobs that this process runs at once; 0 when it runs none")
  public int getSlots() {
    return slots.count();
  }

  /**
   * Changes the slots of this process until its end; running jobs continue with the share of the
   * heap that they started with.
   *
   * @throws IllegalStateException when this process is not a worker
   */
  @ManagedAttribute(description = "Jobs that this process runs at once; 0 when it runs none")
  public void setSlots(int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException(
          "slots must be at least 1, not %d; pause() stops the queue".formatted(slots));
    }
    this.slots.change(slots);
  }

  @ManagedOperation(description = "Stops handing out jobs; those that run go on to their end")
  public void pause() {
    operations.pause(Caller.JMX);
    figures.forget();
  }

  @ManagedOperation(description = "Hands out jobs again")
  public void resume() {
    operations.resume(Caller.JMX);
    figures.forget();
  }
}
