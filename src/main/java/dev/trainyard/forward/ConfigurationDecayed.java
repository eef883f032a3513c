package dev.trainyard.forward;

import java.util.UUID;

/**
 * A configuration has decayed, which is committed. It is told once, by the process that found it.
 *
 * @param configId the configuration
 * @param reason why, for people
 */
public record ConfigurationDecayed(UUID configId, String reason) {}
