package dev.trainyard.route;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A route of this process.
 *
 * @param id its id
 * @param state Started, Stopped or Suspended
 * @param description the description in its file; null without
 * @param file its file, relative to the home; null when no file contains it
 * @param line line in the file, from 1; null when no file contains it
 * @param completed exchanges completed since the start
 * @param failed exchanges that ended with an error that no error handler handled
 * @param inflight exchanges in progress
 * @param meanMs mean time of an exchange, milliseconds; null before the first
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RunningRoute(
    String id,
    String state,
    @Nullable String description,
    @Nullable String file,
    @Nullable Integer line,
    long completed,
    long failed,
    long inflight,
    @Nullable Double meanMs) {}
