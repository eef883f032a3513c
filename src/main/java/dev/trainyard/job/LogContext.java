package dev.trainyard.job;

import java.util.UUID;
import org.slf4j.MDC;

/** What each line has with it that is logged while something is worked on, besides its message. */
public final class LogContext {
  /** The job that is worked on. */
  public static final String JOB_ID = "job_id";

  private LogContext() {}

  /** Works on a job: what the thread logs meanwhile carries the job's id. */
  public static void run(UUID jobId, Runnable work) {
    MDC.put(JOB_ID, jobId.toString());
    try {
      work.run();
    } finally {
      MDC.remove(JOB_ID);
    }
  }
}
