/**
 * Tests of how much a result owes to luck or to one choice: shifted entries, combinatorially
 * symmetric cross-validation, neighbouring parameters, higher costs. The verdict uses the profit at
 * 1.5 times the costs, the stage of the lifecycle uses the p-value, and the reasons mention the
 * others.
 */
@NullMarked
package dev.trainyard.validation.robustness;

import org.jspecify.annotations.NullMarked;
