/** Jobs that are submitted and cancelled together. */
package dev.trainyard.job.batch;
