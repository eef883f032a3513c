/**
 * What the holder of a lease writes while it works: trials, progress, lines of the log. Whoever
 * lost the lease writes nothing.
 */
@NullMarked
package dev.trainyard.job.work;

import org.jspecify.annotations.NullMarked;
