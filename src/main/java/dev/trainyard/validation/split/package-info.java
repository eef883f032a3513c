/**
 * Who sees which candles: training, hold-out and walk-forward windows, and the proof that a
 * strategy does not look ahead.
 */
package dev.trainyard.validation.split;
