/** Jobs as clients read them: state, progress, result, trials, log. */
@NullMarked
package dev.trainyard.job.view;

import org.jspecify.annotations.NullMarked;
