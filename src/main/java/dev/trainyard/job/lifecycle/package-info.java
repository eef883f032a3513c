/**
 * The states of a job and every transition between them, one statement each with its fence. All
 * times are the database's.
 */
package dev.trainyard.job.lifecycle;
