/**
 * The commands of the jar besides the service: {@code check} and {@code schema}. None of them opens
 * a connection.
 */
@NullMarked
package dev.trainyard.cli;

import org.jspecify.annotations.NullMarked;
