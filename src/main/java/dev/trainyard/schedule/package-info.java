/**
 * Schedules: requests and batches that are submitted by the clock, once for each time, by whichever
 * process is first. Knows nothing of HTTP; the times are those of the database's clock.
 */
@NullMarked
package dev.trainyard.schedule;

import org.jspecify.annotations.NullMarked;
