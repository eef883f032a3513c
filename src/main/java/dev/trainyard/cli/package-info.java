/**
 * The commands of the jar: {@link dev.trainyard.cli.Commands} knows all of them. Here are those
 * that work on an installation: {@code check}, {@code doctor}, {@code keys}, {@code schema}. Those
 * that ask a service are in {@code command/}.
 */
@NullMarked
package dev.trainyard.cli;

import org.jspecify.annotations.NullMarked;
