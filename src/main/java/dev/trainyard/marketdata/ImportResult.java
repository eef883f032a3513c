package dev.trainyard.marketdata;

import dev.trainyard.market.file.Rejection;
import dev.trainyard.market.file.Understood;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of an import. Candles that were already stored with the same figures are neither
 * inserted nor updated.
 *
 * @param received candles offered
 * @param inserted new candles
 * @param updated candles that were stored with other figures
 * @param duplicates candles replaced by a later one of the same time
 * @param contradictions those of them with other figures
 * @param unfinished candles that still run, which are left out
 * @param gaps places between those offered where one or more candles are missing
 * @param rejected unusable candles
 * @param rejections the first hundred of them with line and reason, by line
 * @param first open time of the oldest candle; null when there is none
 * @param last open time of the newest candle; null when there is none
 * @param understood what the file was taken to mean; null for candles that are no file
 */
public record ImportResult(
    long received,
    long inserted,
    long updated,
    long duplicates,
    Contradictions contradictions,
    long unfinished,
    long gaps,
    long rejected,
    List<Rejection> rejections,
    @Nullable Instant first,
    @Nullable Instant last,
    @Nullable Understood understood) {

  public ImportResult {
    rejections = List.copyOf(rejections);
  }
}
