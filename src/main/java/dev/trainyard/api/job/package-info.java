/** Jobs, batches, the queue and its workers over HTTP. */
@NullMarked
package dev.trainyard.api.job;

import org.jspecify.annotations.NullMarked;
