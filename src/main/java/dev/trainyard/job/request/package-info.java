/**
 * What may be asked of a training: the request, its fields and defaults, and everything that is
 * certain to fail and is therefore refused before a job exists.
 */
package dev.trainyard.job.request;
