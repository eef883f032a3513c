package dev.trainyard.forward;

import dev.trainyard.validation.forward.Promise;
import java.util.Optional;
import java.util.UUID;

/**
 * A configuration that this process is to look at.
 *
 * @param configId the configuration
 * @param promise what its hold-out promises, as a former look has found; empty when it promises
 *     nothing or was not asked
 * @param asked whether a former look has asked the hold-out
 */
record ForwardTask(UUID configId, Optional<Promise> promise, boolean asked) {}
