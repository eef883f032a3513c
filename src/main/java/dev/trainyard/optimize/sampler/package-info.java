/**
 * The interface of all samplers, and the samplers without a model of the results: random,
 * quasi-random, grid. A sampler is a function of the seed and of the trials so far.
 */
@NullMarked
package dev.trainyard.optimize.sampler;

import org.jspecify.annotations.NullMarked;
