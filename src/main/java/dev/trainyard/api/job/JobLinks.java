package dev.trainyard.api.job;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a client goes on with a job.
 *
 * @param self the job
 * @param progress how far it is
 * @param results what it found
 * @param trials what it tried
 * @param logs what it says of itself
 */
public record JobLinks(String self, String progress, String results, String trials, String logs) {
  private static final String JOBS = "/api/v2/training/jobs/";

  /**
   * The links of a job: paths, which need neither scheme nor host.
   *
   * @param root path under which the client sees the service; null when that is the root
   */
  public static JobLinks of(UUID jobId, @Nullable String root) {
    String self = (root == null ? "" : root) + JOBS + jobId;
    return new JobLinks(
        self, self + "/progress", self + "/results", self + "/trials", self + "/logs");
  }
}
