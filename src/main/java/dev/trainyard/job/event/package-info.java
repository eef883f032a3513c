/**
 * What this process has just done with jobs or found out about workers, published as Spring events
 * for whoever counts it or tells an operator. Each is published once, by the process that did it,
 * after PostgreSQL has it. What happens to a job does not depend on anybody listening.
 */
@NullMarked
package dev.trainyard.job.event;

import org.jspecify.annotations.NullMarked;
