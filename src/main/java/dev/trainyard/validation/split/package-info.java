/**
 * The division of candles into search part, hold-out and walk-forward windows, and the test that a
 * strategy does not look ahead.
 */
@NullMarked
package dev.trainyard.validation.split;

import org.jspecify.annotations.NullMarked;
