/**
 * What happens by the clock rather than on request: the repair of leases and deadlines that the
 * routes in {@code routes/maintenance} start. The statements are {@link
 * dev.trainyard.job.JobStore}'s; the work of a job does not belong here.
 */
package dev.trainyard.schedule;
