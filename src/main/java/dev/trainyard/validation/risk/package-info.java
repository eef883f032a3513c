/**
 * Figures of risk and comparison that are reported with the verdict but do not affect it:
 * bootstrap, tails, drawdowns, regimes, benchmarks.
 */
@NullMarked
package dev.trainyard.validation.risk;

import org.jspecify.annotations.NullMarked;
