/** The workers that have reported themselves lately. */
@NullMarked
package dev.trainyard.job.worker;

import org.jspecify.annotations.NullMarked;
