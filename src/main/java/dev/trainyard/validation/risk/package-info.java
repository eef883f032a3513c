/**
 * Figures of risk and comparison that are reported beside the verdict and do not decide it:
 * bootstrap, tails, drawdowns, regimes, benchmarks.
 */
@NullMarked
package dev.trainyard.validation.risk;

import org.jspecify.annotations.NullMarked;
