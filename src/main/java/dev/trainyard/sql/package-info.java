/**
 * Provides what every store needs of JDBC, naming no table: statements in files, reading of rows,
 * conditions, the connection pool and its migrations, and which faults of PostgreSQL are retried,
 * waited for, or reported.
 */
@NullMarked
package dev.trainyard.sql;

import org.jspecify.annotations.NullMarked;
