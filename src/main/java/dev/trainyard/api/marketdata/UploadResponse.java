package dev.trainyard.api.marketdata;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.trainyard.market.file.Rejection;
import dev.trainyard.market.file.Understood;
import dev.trainyard.marketdata.Contradictions.Pair;
import dev.trainyard.marketdata.ImportResult;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told of its upload.
 *
 * @param dryRun whether nothing was stored: the counts say what would have been
 * @param received candles in the file
 * @param inserted new candles
 * @param updated candles that were stored with other figures
 * @param duplicates candles replaced by a later one of the same time
 * @param contradictory times that come more than once with other figures
 * @param firstContradiction the first of them; null when there is none
 * @param unfinished candles that still run, which are left out
 * @param gaps places in the file where one or more candles are missing
 * @param rejected lines without a usable candle
 * @param rejections the first hundred of them
 * @param understood what the file was taken to mean
 */
record UploadResponse(
    boolean dryRun,
    long received,
    long inserted,
    long updated,
    long duplicates,
    long contradictory,
    @Nullable Pair firstContradiction,
    long unfinished,
    long gaps,
    long rejected,
    List<Rejection> rejections,
    Meaning understood) {

  static UploadResponse of(ImportResult result, boolean dryRun) {
    return new UploadResponse(
        dryRun,
        result.received(),
        result.inserted(),
        result.updated(),
        result.duplicates(),
        result.contradictions().times(),
        result.contradictions().first(),
        result.unfinished(),
        result.gaps(),
        result.rejected(),
        result.rejections(),
        new Meaning(
            Objects.requireNonNull(result.understood(), "a file is understood"),
            result.first(),
            result.last()));
  }

  /**
   * What a file was taken to mean.
   *
   * @param file how it was read
   * @param first open time of its oldest candle; null when none is left
   * @param last open time of its newest candle; null when none is left
   */
  record Meaning(@JsonUnwrapped Understood file, @Nullable Instant first, @Nullable Instant last) {}
}
