package dev.trainyard.operate;

import dev.trainyard.job.bulk.SkippedJobs;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has become of many jobs.
 *
 * @param matched jobs that were selected
 * @param changed those that were changed; when it was only asked, those that would be
 * @param remaining those that are left for another request, as this one has taken its time
 * @param skipped those that are left as they are, by their reasons
 * @param upTo the newest job that was meant; null when there are no jobs
 * @param dryRun whether it was only asked
 */
public record BulkResult(
    long matched,
    long changed,
    long remaining,
    List<SkippedJobs> skipped,
    @Nullable UUID upTo,
    boolean dryRun) {
  public BulkResult {
    skipped = List.copyOf(skipped);
  }
}
