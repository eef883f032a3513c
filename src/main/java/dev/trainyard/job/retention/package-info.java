/**
 * Removes what is left of jobs that ended long ago, and tells what was removed. A job that has a
 * configuration stays, whatever its age.
 */
@NullMarked
package dev.trainyard.job.retention;

import org.jspecify.annotations.NullMarked;
