/**
 * Controls how this process ends: signals, its own servers, memory that has run out, uncaught
 * failures, threads that do not hold it up.
 */
@NullMarked
package dev.trainyard.process;

import org.jspecify.annotations.NullMarked;
