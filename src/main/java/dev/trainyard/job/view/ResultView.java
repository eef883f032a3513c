package dev.trainyard.job.view;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The result of a completed job; its documents are those of the trained configuration.
 *
 * @param jobId the job
 * @param configId its trained configuration
 * @param bestParameters the winner's parameters, JSON
 * @param inSample figures of the search part, JSON
 * @param outOfSample figures of the hold-out, JSON; null without validation
 * @param validation the verdict and its evidence, JSON; null without validation
 * @param lifecycle stage and confidence, JSON
 * @param dataQuality numbers of candles requested, found and used, JSON
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
