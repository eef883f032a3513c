/**
 * How much the result owes to luck or to one choice: shifted entries, combinatorially symmetric
 * cross-validation, neighbouring parameters, higher costs. Of these the verdict reads the profit at
 * 1.5 times the costs, the stage of the life cycle the p-value, and the reasons tell of the others.
 */
@NullMarked
package dev.trainyard.validation.robustness;

import org.jspecify.annotations.NullMarked;
