/** How many jobs were submitted and ended in the last minutes. */
@NullMarked
package dev.trainyard.job.history;

import org.jspecify.annotations.NullMarked;
