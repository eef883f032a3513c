/**
 * Figures of risk and comparison that are reported beside the verdict and do not decide it:
 * bootstrap, tails, drawdowns, regimes, benchmarks.
 */
package dev.trainyard.validation.risk;
