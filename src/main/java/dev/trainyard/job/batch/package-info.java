/** Batches: jobs that are submitted and cancelled together. */
@NullMarked
package dev.trainyard.job.batch;

import org.jspecify.annotations.NullMarked;
