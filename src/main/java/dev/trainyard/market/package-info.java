/**
 * Candles and what is derived from them alone: timeframes, indicators, filtering, reading of candle
 * files. Everything here is causal, lives in primitive arrays and is computed once per data set. It
 * uses no Spring, Camel, JDBC or Redis, and knows no strategy.
 */
@NullMarked
package dev.trainyard.market;

import org.jspecify.annotations.NullMarked;
