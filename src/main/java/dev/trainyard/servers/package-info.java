/**
 * Where PostgreSQL and Redis come from: external servers that the settings name, or servers that
 * this process brings along, starts, guards and stops.
 *
 * <p>Here live the reading of {@code DATABASE_URL}, {@code DB_*} and {@code REDIS_URL}, the data
 * directory with its lock, and the life of the two embedded servers, crash recovery included. No
 * SQL of the service and no Redis key belongs here; the rest of Trainyard sees only Boot's
 * connection details.
 */
@NullMarked
package dev.trainyard.servers;

import org.jspecify.annotations.NullMarked;
