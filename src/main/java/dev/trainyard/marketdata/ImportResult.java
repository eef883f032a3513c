package dev.trainyard.marketdata;

import dev.trainyard.market.csv.Rejection;
import java.util.List;

/**
 * What an import changed. Candles that were stored already with the same figures are neither
 * inserted nor updated.
 *
 * @param received candles offered
 * @param inserted candles that were not there before
 * @param updated candles that were there with other figures
 * @param duplicates candles in whose place a later one of the same time was taken
 * @param rejected candles that were not usable
 * @param rejections the first hundred of them with line and reason, by line
 */
public record ImportResult(
    long received,
    long inserted,
    long updated,
    long duplicates,
    long rejected,
    List<Rejection> rejections) {

  public ImportResult {
    rejections = List.copyOf(rejections);
  }
}
