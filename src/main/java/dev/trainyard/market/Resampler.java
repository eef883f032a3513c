package dev.trainyard.market;

/**
 * Builds longer candles of shorter ones. A candle opens at a multiple of its length since 1970, has
 * the open of the first and the close of the last of those within it, their extremes, and the sum
 * of their volumes.
 */
public final class Resampler {
  private final Timeframe source;
  private final Timeframe target;
  private final boolean toleratesHoles;

  /**
   * @param source timeframe of the shorter candles, of which the longer one has a whole number
   * @param target timeframe of the longer candles
   * @param toleratesHoles whether a candle is built of what there is, as times without trades have
   *     no candle; otherwise one with a hole is left out
   * @throws IllegalArgumentException when the longer candle is no whole number of shorter ones
   */
  public Resampler(Timeframe source, Timeframe target, boolean toleratesHoles) {
    if (target.millis() % source.millis() != 0) {
      throw new IllegalArgumentException(
          "%s is no whole number of %s".formatted(target.label(), source.label()));
    }
    this.source = source;
    this.target = target;
    this.toleratesHoles = toleratesHoles;
  }

  /**
   * Builds the candles that end by a time.
   *
   * @param candles the shorter candles
   * @param end epoch milliseconds: a candle that ends later is not whole yet, and left out
   */
  public Resampled apply(Candles candles, long end) {
    int needed = (int) (target.millis() / source.millis());
    CandlesBuilder built = new CandlesBuilder(candles.size() / needed + 1);
    int incomplete = 0;
    int from = 0;
    while (from < candles.size()) {
      long open = Math.floorDiv(candles.time()[from], target.millis()) * target.millis();
      int to = from + 1;
      while (to < candles.size() && candles.time()[to] < open + target.millis()) {
        to++;
      }
      boolean isWhole = open + target.millis() <= end && (toleratesHoles || to - from == needed);
      if (isWhole) {
        add(built, candles, open, from, to);
      } else {
        incomplete++;
      }
      from = to;
    }
    return new Resampled(built.build(), incomplete);
  }

  private static void add(CandlesBuilder built, Candles candles, long open, int from, int to) {
    double high = candles.high()[from];
    double low = candles.low()[from];
    double volume = 0;
    for (int i = from; i < to; i++) {
      high = Math.max(high, candles.high()[i]);
      low = Math.min(low, candles.low()[i]);
      volume += candles.volume()[i];
    }
    built.add(open, candles.open()[from], high, low, candles.close()[to - 1], volume);
  }

  /**
   * What was built.
   *
   * @param candles the longer candles
   * @param incomplete how many were left out, as they have a hole or still run
   */
  public record Resampled(Candles candles, int incomplete) {}
}
