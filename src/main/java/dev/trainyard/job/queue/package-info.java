/** What waits: the limit of the queue, its pause, its figures by priority. */
package dev.trainyard.job.queue;
