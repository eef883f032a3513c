/** The workers that have sent a heartbeat lately. */
@NullMarked
package dev.trainyard.job.worker;

import org.jspecify.annotations.NullMarked;
