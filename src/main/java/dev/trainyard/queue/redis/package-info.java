/**
 * What goes over Redis: ids of jobs that are due, progress, and orders for the workers. All of it
 * is a hint; PostgreSQL says the same a moment later.
 */
@NullMarked
package dev.trainyard.queue.redis;

import org.jspecify.annotations.NullMarked;
