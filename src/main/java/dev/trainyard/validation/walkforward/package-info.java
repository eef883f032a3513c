/**
 * The walk-forward analysis: a search on each window, its winner on the candles that follow, the
 * joined curve.
 */
@NullMarked
package dev.trainyard.validation.walkforward;

import org.jspecify.annotations.NullMarked;
