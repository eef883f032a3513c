/** Jobs, batches, the queue and its workers over HTTP. */
package dev.trainyard.api.job;
