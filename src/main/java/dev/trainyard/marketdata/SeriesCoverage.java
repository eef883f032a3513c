package dev.trainyard.marketdata;

import java.time.Instant;
import java.util.List;

/**
 * Where the candles of a series are, and where they are missing.
 *
 * @param rows number of candles
 * @param from open time of the first
 * @param to open time of the last
 * @param missing candles that are missing between them
 * @param stretches the time between them in equal parts
 * @param gaps the largest gaps, the largest first
 */
public record SeriesCoverage(
    long rows, Instant from, Instant to, long missing, List<Stretch> stretches, List<Gap> gaps) {

  /**
   * A part of the time.
   *
   * @param from its beginning
   * @param share candles that are there, of those that there could be, 0 to 1
   */
  public record Stretch(Instant from, double share) {}

  /**
   * A place where candles are missing.
   *
   * @param from open time of the first that is missing
   * @param to open time of the next that is there
   * @param missing how many are missing
   */
  public record Gap(Instant from, Instant to, long missing) {}
}
