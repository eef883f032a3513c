/**
 * Provides PostgreSQL and Redis: external servers that the settings name, or servers that this
 * process starts, guards and stops itself.
 *
 * <p>This package reads {@code DATABASE_URL}, {@code DB_*} and {@code REDIS_URL}, locks the data
 * directory, and runs the two embedded servers, crash recovery included. No SQL of the service and
 * no Redis key belongs here; the rest of Trainyard sees only Boot's connection details.
 */
@NullMarked
package dev.trainyard.servers;

import org.jspecify.annotations.NullMarked;
