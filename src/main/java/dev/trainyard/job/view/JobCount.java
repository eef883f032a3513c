package dev.trainyard.job.view;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs a filter lets through.
 *
 * @param jobs the number
 * @param newestId the newest of them; null when there are none
 */
public record JobCount(long jobs, @Nullable UUID newestId) {}
