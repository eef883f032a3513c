/**
 * The slots of this process: they fetch jobs, run them, keep their leases, and abandon stuck
 * threads. Redis hints that a job is due; a slot runs only what it has claimed from PostgreSQL.
 * Stores, hints, the route and time are interfaces in this package. No Camel.
 */
@NullMarked
package dev.trainyard.queue.slot;

import org.jspecify.annotations.NullMarked;
