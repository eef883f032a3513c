/**
 * The job: its request, its states, and the statements that move it from one to the next. All SQL
 * text of a transition is in {@link dev.trainyard.job.JobStore}, and all its times are the
 * database's. HTTP, Redis and Camel do not belong here.
 */
package dev.trainyard.job;
