package dev.trainyard.fault;

import java.util.UUID;

/**
 * A job that the API has promised to run.
 *
 * @param id as it was answered
 * @param key the idempotency key under which it was submitted
 * @param combination what it computes
 */
record AcceptedJob(UUID id, String key, Combination combination) {}
