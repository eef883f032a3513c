/**
 * How this process ends: signals, the servers that it owns, memory that has run out, errors that
 * nobody caught, threads that do not hold it up.
 */
@NullMarked
package dev.trainyard.process;

import org.jspecify.annotations.NullMarked;
