package dev.trainyard.api.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.trainyard.job.view.JobView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job in an answer.
 *
 * @param job the job
 * @param queuePosition its position from 1; null when it does not wait
 * @param helpers ids of the workers that help with it now
 * @param links where a client goes on
 */
record JobResponse(
    @JsonUnwrapped JobView job,
    @Nullable Integer queuePosition,
    List<String> helpers,
    JobLinks links) {}
