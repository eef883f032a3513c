package dev.trainyard.job.view;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a completed job found; the documents are those of its trained configuration.
 *
 * @param jobId the job
 * @param configId its trained configuration
 * @param bestParameters the winner's parameters, JSON
 * @param inSample figures of the search part, JSON
 * @param outOfSample figures of the hold-out, JSON; null without validation
 * @param validation the verdict and what it rests on, JSON; null without validation
 * @param lifecycle stage and confidence, JSON
 * @param dataQuality candles that were asked for, that there were, and that were used, JSON
 */
public record ResultView(
    UUID jobId,
    UUID configId,
    @JsonRawValue String bestParameters,
    @JsonRawValue String inSample,
    @JsonRawValue @Nullable String outOfSample,
    @JsonRawValue @Nullable String validation,
    @JsonRawValue String lifecycle,
    @JsonRawValue String dataQuality) {}
