/** Jobs that a filter selects, to be cancelled, retried or deleted together. */
@NullMarked
package dev.trainyard.job.bulk;

import org.jspecify.annotations.NullMarked;
