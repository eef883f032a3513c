package dev.trainyard.api.job;

import dev.trainyard.access.Caller;
import dev.trainyard.job.bulk.BulkAction;
import dev.trainyard.operate.BulkOperations;
import dev.trainyard.operate.BulkResult;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What HTTP clients do to many jobs at once. */
@Component("bulkControl")
public class BulkControl {
  private final JobSelectionReader reader;
  private final BulkOperations operations;

  BulkControl(JobSelectionReader reader, BulkOperations operations) {
    this.reader = reader;
    this.operations = operations;
  }

  /** Cancels those of the selected jobs that wait or run. */
  public BulkResult cancel(
      @Body byte @Nullable [] body, @Header(Caller.HEADER) @Nullable String caller) {
    return run(BulkAction.CANCEL, body, caller);
  }

  /** Starts those of the selected jobs again that failed or were cancelled. */
  public BulkResult retry(
      @Body byte @Nullable [] body, @Header(Caller.HEADER) @Nullable String caller) {
    return run(BulkAction.RETRY, body, caller);
  }

  /** Deletes those of the selected jobs that have ended and whose configuration nobody uses. */
  public BulkResult delete(
      @Body byte @Nullable [] body, @Header(Caller.HEADER) @Nullable String caller) {
    return run(BulkAction.DELETE, body, caller);
  }

  private BulkResult run(BulkAction action, byte @Nullable [] body, @Nullable String caller) {
    JobSelectionReader.Read read = reader.read(body);
    return read.dryRun()
        ? operations.ask(action, read.selection())
        : operations.run(Caller.of(caller), action, read.selection());
  }
}
