/**
 * Traces, from the HTTP request through the queue to the last stage, with the means of
 * OpenTelemetry: a span for each route that a request or a job goes through, one for each attempt
 * of a job. Where a job's trace is kept until a worker has it is {@link
 * dev.trainyard.job.TraceContext}. Nothing depends on whether anybody receives them.
 */
@NullMarked
package dev.trainyard.trace;

import org.jspecify.annotations.NullMarked;
