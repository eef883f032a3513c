/** Candles over HTTP. */
@NullMarked
package dev.trainyard.api.marketdata;

import org.jspecify.annotations.NullMarked;
