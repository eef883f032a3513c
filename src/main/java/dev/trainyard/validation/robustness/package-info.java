/**
 * How much the result owes to luck or to one choice: shifted entries, combinatorially symmetric
 * cross-validation, neighbouring parameters, higher costs. Of these the verdict takes the p-value,
 * the probability of overfitting and the costs.
 */
package dev.trainyard.validation.robustness;
