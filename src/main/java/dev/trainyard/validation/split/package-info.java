/**
 * Who sees which candles: training, hold-out and walk-forward windows, and the proof that a
 * strategy does not look ahead.
 */
@NullMarked
package dev.trainyard.validation.split;

import org.jspecify.annotations.NullMarked;
