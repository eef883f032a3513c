/** One job as clients read it: state, progress, result, trials, log. */
@NullMarked
package dev.trainyard.job.view;

import org.jspecify.annotations.NullMarked;
