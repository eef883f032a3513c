package dev.trainyard.marketdata;

import dev.trainyard.market.csv.Rejection;
import java.util.List;

/**
 * The result of an import. Candles that were already stored with the same figures are neither
 * inserted nor updated.
 *
 * @param received candles offered
 * @param inserted new candles
 * @param updated candles that were stored with other figures
 * @param duplicates candles replaced by a later one of the same time
 * @param rejected unusable candles
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
