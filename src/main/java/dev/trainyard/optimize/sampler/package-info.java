/**
 * What the samplers share, and those that need no model of the results: random, quasi-random, grid.
 * A sampler is a function of the seed and of the trials so far.
 */
@NullMarked
package dev.trainyard.optimize.sampler;

import org.jspecify.annotations.NullMarked;
