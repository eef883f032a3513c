/**
 * Turns the signals of a strategy into trades, money and metrics on one series of candles. Contains
 * the execution models, the costs, the trade log, the metrics and the benchmarks. It does not
 * depend on the search, on storage or on any framework.
 */
@NullMarked
package dev.trainyard.backtest;

import org.jspecify.annotations.NullMarked;
