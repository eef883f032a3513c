package dev.trainyard.schedule;

/**
 * A schedule that a file defines.
 *
 * @param file name of the file, relative to the home
 * @param definition what it says
 */
public record FileSchedule(String file, ScheduleDefinition definition) {}
