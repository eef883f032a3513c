package dev.trainyard.monitor.jmx;

import dev.trainyard.access.Caller;
import dev.trainyard.job.deadletter.FailedJobView;
import dev.trainyard.operate.DeadLetterOperations;
import dev.trainyard.text.UuidText;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** The dead letters that nobody has replayed or discarded yet, of all processes. */
@Component
@ManagedResource(
    objectName = "dev.trainyard:type=DeadLetters",
    description = "Jobs that failed for good and wait for somebody")
public class DeadLetterManagement {
  private final KnownFigures figures;
  private final DeadLetterOperations operations;

  DeadLetterManagement(KnownFigures figures, DeadLetterOperations operations) {
    this.figures = figures;
    this.operations = operations;
  }

  @ManagedAttribute(description = "Dead letters that nobody has replayed")
  public long getSize() {
    return figures.get(known -> known.deadLetters());
  }

  @ManagedAttribute(description = "Id of the newest; null without")
  public @Nullable String getNewestId() {
    return newest(letter -> letter.id().toString());
  }

  @ManagedAttribute(description = "When the newest failed, ISO-8601; null without")
  public @Nullable String getNewestTime() {
    return newest(letter -> letter.failedAt().toString());
  }

  @ManagedAttribute(description = "Job of the newest; null without")
  public @Nullable String getNewestJob() {
    return newest(letter -> letter.jobId().toString());
  }

  @ManagedAttribute(description = "What went wrong with the newest; null without")
  public @Nullable String getNewestMessage() {
    return newest(letter -> letter.errorClass() + ": " + letter.message());
  }

  /** Returns the id of the new job. */
  @ManagedOperation(description = "Replays a dead letter as a new job and returns its id")
  @ManagedOperationParameter(name = "id", description = "Id of the dead letter")
  public String replay(String id) {
    UUID job = operations.replay(Caller.JMX, UuidText.parse("id", id)).jobId();
    figures.forget();
    return job.toString();
  }

  @ManagedOperation(description = "Throws a dead letter away; its job stays FAILED")
  @ManagedOperationParameter(name = "id", description = "Id of the dead letter")
  public void discard(String id) {
    operations.discard(Caller.JMX, UuidText.parse("id", id));
    figures.forget();
  }

  private @Nullable String newest(Function<FailedJobView, String> field) {
    return figures.get(known -> Optional.ofNullable(known.newest())).map(field).orElse(null);
  }
}
