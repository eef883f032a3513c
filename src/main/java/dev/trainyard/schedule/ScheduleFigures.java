package dev.trainyard.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The schedules at one moment.
 *
 * @param enabled schedules that fire
 * @param disabled schedules that do not
 * @param problems enabled schedules that something keeps from firing
 * @param nextRun when the next of them is due; null when none is
 */
public record ScheduleFigures(
    long enabled, long disabled, long problems, @Nullable Instant nextRun) {}
