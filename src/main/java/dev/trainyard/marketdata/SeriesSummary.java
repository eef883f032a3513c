package dev.trainyard.marketdata;

import java.time.Instant;

/**
 * Summarises the stored candles of a series.
 *
 * @param rows number of candles, at least 1
 * @param firstTime open time of the first candle
 * @param lastTime open time of the last candle
 * @param gaps places between them where one or more candles are missing
 * @param traits what the candles are
 */
public record SeriesSummary(
    CandleSeries series,
    long rows,
    Instant firstTime,
    Instant lastTime,
    long gaps,
    SeriesTraits traits) {}
