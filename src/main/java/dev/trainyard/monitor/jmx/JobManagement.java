package dev.trainyard.monitor.jmx;

import dev.trainyard.access.Caller;
import dev.trainyard.monitor.JobCounters;
import dev.trainyard.monitor.JobCounters.Count;
import dev.trainyard.operate.JobOperations;
import dev.trainyard.text.UuidText;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** What this process has done with jobs since its start. */
@Component
@ManagedResource(
    objectName = "dev.trainyard:type=Jobs",
    description = "What this process has done with jobs since its start")
public class JobManagement {
  private final JobCounters counters;
  private final JobOperations operations;

  JobManagement(JobCounters counters, JobOperations operations) {
    this.counters = counters;
    this.operations = operations;
  }

  @ManagedAttribute(description = "Attempts that have begun")
  public long getStarted() {
    return counters.get(Count.STARTED);
  }

  @ManagedAttribute(description = "Jobs that were completed")
  public long getCompleted() {
    return counters.get(Count.COMPLETED);
  }

  @ManagedAttribute(description = "Jobs that became dead letters")
  public long getFailed() {
    return counters.get(Count.FAILED);
  }

  @ManagedAttribute(description = "Attempts that failed and whose job is tried again")
  public long getRetried() {
    return counters.get(Count.RETRIED);
  }

  @ManagedAttribute(description = "Jobs that were given back unharmed")
  public long getReleased() {
    return counters.get(Count.RELEASED);
  }

  @ManagedAttribute(description = "Attempts that were cancelled while they ran")
  public long getCancelled() {
    return counters.get(Count.CANCELLED);
  }

  @ManagedAttribute(description = "Jobs that were taken from lost workers and are due again")
  public long getRecovered() {
    return counters.get(Count.RECOVERED);
  }

  /** Returns the state that the job was in. */
  @ManagedOperation(
      description = "Cancels a job that waits or runs, and returns the state that it was in")
  @ManagedOperationParameter(name = "jobId", description = "Id of the job")
  public String cancel(String jobId) {
    return operations.cancel(Caller.JMX, UuidText.parse("jobId", jobId)).before().name();
  }
}
