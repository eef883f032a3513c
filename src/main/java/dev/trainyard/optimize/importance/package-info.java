/** The importance of the parameters for the score, from the trials of a finished study. */
@NullMarked
package dev.trainyard.optimize.importance;

import org.jspecify.annotations.NullMarked;
