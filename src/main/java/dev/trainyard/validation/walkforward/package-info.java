/**
 * The walk-forward analysis: a search on each window, its winner on the candles that follow, the
 * joined curve.
 */
package dev.trainyard.validation.walkforward;
