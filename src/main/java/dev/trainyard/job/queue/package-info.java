/** The waiting jobs: the limit of the queue, its pause, its figures by priority. */
@NullMarked
package dev.trainyard.job.queue;

import org.jspecify.annotations.NullMarked;
