package dev.trainyard.route;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A route of this process.
 *
 * @param id its id
 * @param state Started, Stopped or Suspended
 * @param description what its file says of it; null without
 * @param file where it is written, relative to the home; null when no file has it
 * @param line line in the file, from 1
 * @param completed exchanges that went well since the start
 * @param failed exchanges that ended with an error that no error handler took
 * @param inflight exchanges that are in it now
 * @param meanMs mean time of an exchange, milliseconds; null before the first
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RunningRoute(
    String id,
    String state,
    String description,
    String file,
    Integer line,
    long completed,
    long failed,
    long inflight,
    Double meanMs) {}
