package dev.trainyard.forward;

import dev.trainyard.validation.forward.Promise;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that this process is to look at.
 *
 * @param configId the configuration
 * @param promise what its hold-out promises, as a former look has found; empty when it promises
 *     nothing or was not asked
 * @param asked whether a former look has asked the hold-out
 * @param seenTo open time of the last candle of the former look; null before the first
 */
record ForwardTask(
    UUID configId, Optional<Promise> promise, boolean asked, @Nullable Instant seenTo) {}
