/**
 * One job on many workers: the workers of a service find one another, and the one that holds a job
 * gives slices of its trials to the others. Members write nothing: they answer with evaluations,
 * and the holder of the lease tells the study and writes, as if it had computed them itself. Which
 * trials there are, and what a job is, does not belong here.
 */
@NullMarked
package dev.trainyard.cluster;

import org.jspecify.annotations.NullMarked;
