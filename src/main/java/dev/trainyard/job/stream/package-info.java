/**
 * Events as clients follow them: what PostgreSQL has recorded of jobs and of the service, in one
 * order, read once for all clients of a process. Nothing here knows HTTP or Redis: whoever hears
 * that something happened says so, and whoever has a connection takes the bytes.
 */
@NullMarked
package dev.trainyard.job.stream;

import org.jspecify.annotations.NullMarked;
