/**
 * The slots of this process: which jobs they fetch, how many run, who keeps their leases, which
 * threads do not let go. Redis tells early that a job is due; what a slot runs, it has claimed from
 * PostgreSQL. What it needs of both, of the route and of time are interfaces here. No Camel.
 */
@NullMarked
package dev.trainyard.queue.slot;

import org.jspecify.annotations.NullMarked;
