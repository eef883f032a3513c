package dev.trainyard.schedule;

import java.util.UUID;

/**
 * A run of a schedule is decided and committed.
 *
 * @param scheduleId the schedule
 * @param outcome what was decided
 */
public record ScheduleRan(UUID scheduleId, ScheduleRun.Outcome outcome) {}
