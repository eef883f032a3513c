/**
 * Decides: the statistics of Sharpe ratios, the evidence, the verdict with its reasons, the stage
 * of the life cycle. All that a verdict rests on is in its evidence.
 */
@NullMarked
package dev.trainyard.validation.verdict;

import org.jspecify.annotations.NullMarked;
