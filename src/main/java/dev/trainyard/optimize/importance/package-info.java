/** Which parameters mattered to the score, from the trials of a finished study. */
@NullMarked
package dev.trainyard.optimize.importance;

import org.jspecify.annotations.NullMarked;
