/** Periodic work: leases of dead workers, deadlines, old rows, and hints that Redis has lost. */
@NullMarked
package dev.trainyard.queue.repair;

import org.jspecify.annotations.NullMarked;
