/**
 * Writes of the holder of a lease: trials, progress, log lines. A worker that has lost the lease
 * writes nothing.
 */
@NullMarked
package dev.trainyard.job.work;

import org.jspecify.annotations.NullMarked;
