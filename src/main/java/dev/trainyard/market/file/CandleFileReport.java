package dev.trainyard.market.file;

import java.util.List;

/**
 * What became of the lines of a file.
 *
 * @param received lines that should contain a candle
 * @param unfinished candles that still run, or are marked so, which are left out
 * @param rejected lines that contain none
 * @param rejections the first of them, at most {@link CandleFileReader#MAX_REJECTIONS}, by line
 * @param monotone whether the times of the accepted candles strictly increase or strictly decrease,
 *     so that none occurs twice
 * @param understood what the file was taken to mean
 */
public record CandleFileReport(
    long received,
    long unfinished,
    long rejected,
    List<Rejection> rejections,
    boolean monotone,
    Understood understood) {

  public CandleFileReport {
    rejections = List.copyOf(rejections);
  }
}
