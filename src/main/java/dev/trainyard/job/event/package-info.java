/**
 * Spring events for what this process has done with jobs or found out about workers; metrics and
 * notifications listen to them. The process that did it publishes each event once, after PostgreSQL
 * has committed. No job depends on a listener.
 */
@NullMarked
package dev.trainyard.job.event;

import org.jspecify.annotations.NullMarked;
