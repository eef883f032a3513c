package dev.trainyard.marketdata;

import java.util.List;

/**
 * Candles for a chart, in columns of equal length, oldest first.
 *
 * @param candles candles in the range
 * @param candlesPerBar candles that a bar stands for at most; more than 1 when the range was
 *     thinned
 * @param time open times, epoch milliseconds
 * @param open open of the first candle of each bar
 * @param high highest high of each bar
 * @param low lowest low of each bar
 * @param close close of the last candle of each bar
 * @param volume sum of the volumes of each bar
 */
public record CandleBars(
    long candles,
    long candlesPerBar,
    List<Long> time,
    List<Double> open,
    List<Double> high,
    List<Double> low,
    List<Double> close,
    List<Double> volume) {}
