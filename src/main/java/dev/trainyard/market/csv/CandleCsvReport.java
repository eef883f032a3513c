package dev.trainyard.market.csv;

import java.util.List;

/**
 * What became of the lines of a file.
 *
 * @param received lines that should contain a candle
 * @param rejected lines that contain none
 * @param rejections the first of them, at most {@link CandleCsvReader#MAX_REJECTIONS}, by line
 * @param monotone whether the times of the accepted candles strictly increase or strictly decrease,
 *     so that none occurs twice
 */
public record CandleCsvReport(
    long received, long rejected, List<Rejection> rejections, boolean monotone) {

  public CandleCsvReport {
    rejections = List.copyOf(rejections);
  }
}
