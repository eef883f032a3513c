package dev.trainyard.job;

import java.util.UUID;
import org.slf4j.MDC;

/** Adds context to every line that a thread logs while it works on something. */
public final class LogContext {
  /** Key of the job's id. */
  public static final String JOB_ID = "job_id";

  private LogContext() {}

  /** Runs work on a job; every line that the thread logs meanwhile carries the job's id. */
  public static void run(UUID jobId, Runnable work) {
    MDC.put(JOB_ID, jobId.toString());
    try {
      work.run();
    } finally {
      MDC.remove(JOB_ID);
    }
  }
}
