/**
 * Messages and keys in Redis: ids of due jobs, progress, and orders for the workers. All of them
 * are hints; PostgreSQL holds the truth.
 */
@NullMarked
package dev.trainyard.queue.redis;

import org.jspecify.annotations.NullMarked;
