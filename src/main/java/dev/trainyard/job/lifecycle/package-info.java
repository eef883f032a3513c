/**
 * The states of a job and the transitions between them, each one fenced statement. All times are
 * the database's.
 *
 * <p>{@link dev.trainyard.job.lifecycle.Transition} is the table of the transitions and states the
 * order of locks. Each statement is a file of its own in the resources of this folder, written out
 * in full: with {@code \set} for its parameters, {@code psql} runs it as it stands.
 */
@NullMarked
package dev.trainyard.job.lifecycle;

import org.jspecify.annotations.NullMarked;
