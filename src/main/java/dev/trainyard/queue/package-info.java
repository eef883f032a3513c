/**
 * The {@code training-queue:} component, which hands claimed jobs to a route. Redis tells it early
 * that a job is due; what it runs, it has claimed from {@link dev.trainyard.job.JobStore}. What a
 * job does is the route's business and not known here.
 */
package dev.trainyard.queue;
