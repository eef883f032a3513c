package dev.trainyard.monitor.jmx;

import dev.trainyard.access.Caller;
import dev.trainyard.monitor.ScheduleCounters;
import dev.trainyard.operate.ScheduleOperations;
import dev.trainyard.schedule.ScheduleFiring.Firing;
import dev.trainyard.schedule.ScheduleRun.Outcome;
import dev.trainyard.text.UuidText;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** The schedules of all processes, and what this process has fired since its start. */
@Component
@ManagedResource(
    objectName = "dev.trainyard:type=Schedules",
    description = "What is submitted by the clock")
public class ScheduleManagement {
  private final KnownFigures figures;
  private final ScheduleCounters counters;
  private final ScheduleOperations operations;

  ScheduleManagement(
      KnownFigures figures, ScheduleCounters counters, ScheduleOperations operations) {
    this.figures = figures;
    this.counters = counters;
    this.operations = operations;
  }

  @ManagedAttribute(description = "Schedules that fire")
  public long getEnabled() {
    return figures.get(known -> known.schedules().enabled());
  }

  @ManagedAttribute(description = "Schedules that are disabled")
  public long getDisabled() {
    return figures.get(known -> known.schedules().disabled());
  }

  @ManagedAttribute(description = "Enabled schedules that something keeps from firing")
  public long getWithProblem() {
    return figures.get(known -> known.schedules().problems());
  }

  @ManagedAttribute(description = "When the next of them is due, ISO-8601; null without")
  public @Nullable String getNextRun() {
    return figures
        .get(known -> Optional.ofNullable(known.schedules().nextRun()))
        .map(Instant::toString)
        .orElse(null);
  }

  @ManagedAttribute(description = "Runs that this process has fired")
  public long getFired() {
    return counters.get(Outcome.FIRED);
  }

  @ManagedAttribute(description = "Runs that this process has left out")
  public long getSkipped() {
    return counters.get(Outcome.SKIPPED);
  }

  @ManagedAttribute(description = "Runs whose request was wrong")
  public long getRefused() {
    return counters.get(Outcome.REFUSED);
  }

  @ManagedAttribute(description = "Runs that somebody started through this process")
  public long getManual() {
    return counters.get(Outcome.MANUAL);
  }

  /** Returns the id of the job, batch or first fetch that the run started. */
  @ManagedOperation(
      description = "Submits the work of a schedule now, and returns the id of its job or batch")
  @ManagedOperationParameter(name = "id", description = "Id of the schedule")
  public String runNow(String id) {
    Firing fired = operations.run(Caller.JMX, UuidText.parse("id", id));
    figures.forget();
    return Stream.of(fired.started().jobId(), fired.started().batchId(), fired.started().fetchId())
        .filter(Objects::nonNull)
        .map(UUID::toString)
        .findFirst()
        .orElseThrow();
  }
}
