/**
 * Turns the signals of a strategy into trades, money and metrics on one series of candles. Holds
 * the execution models, the costs, the trade log, the metrics and the benchmarks to compare with.
 * Knows nothing of how parameters are searched, of storage or of any framework.
 */
@NullMarked
package dev.trainyard.backtest;

import org.jspecify.annotations.NullMarked;
