/**
 * Traces by OpenTelemetry, from the HTTP request through the queue to the last stage: a span for
 * each route that a request or a job passes through, and for each attempt of a job. {@link
 * dev.trainyard.job.TraceContext} stores a job's trace until a worker claims the job. Nothing
 * depends on a receiver of traces.
 */
@NullMarked
package dev.trainyard.trace;

import org.jspecify.annotations.NullMarked;
