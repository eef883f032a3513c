/**
 * The decision: the statistics of Sharpe ratios, the evidence, the verdict with its reasons, the
 * stage of the lifecycle. A verdict depends only on its evidence.
 */
@NullMarked
package dev.trainyard.validation.verdict;

import org.jspecify.annotations.NullMarked;
