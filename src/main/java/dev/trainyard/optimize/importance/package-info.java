/** Which parameters mattered to the score, from the trials of a finished study. */
package dev.trainyard.optimize.importance;
