package dev.trainyard.pipeline;

import dev.trainyard.job.PermanentJobException;
import dev.trainyard.market.CandleFilter;
import dev.trainyard.market.CandleFingerprint;
import dev.trainyard.market.Candles;
import dev.trainyard.market.DataQuality;
import dev.trainyard.market.Timeline;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.WalkForwardWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The filtered candles of a job: one series, or several whose places on a common timeline are the
 * bars of its back-tests.
 *
 * @param symbols market of each series
 * @param candles filtered candles of each
 * @param quality faults of each, and its dropped candles
 * @param timeline times of all
 */
public record Markets(
    List<String> symbols, List<Candles> candles, List<DataQuality> quality, Timeline timeline) {
  /** A series with fewer candles in a part says nothing about it. */
  private static final int MIN_PART = 10;

  public Markets {
    symbols = List.copyOf(symbols);
    candles = List.copyOf(candles);
    quality = List.copyOf(quality);
  }

  /**
   * Filters the candles of each series.
   *
   * @param loaded candles of each symbol of the plan
   */
  public static Markets filtered(TrainingPlan plan, List<Candles> loaded) {
    List<Candles> candles = new ArrayList<>();
    List<DataQuality> quality = new ArrayList<>();
    for (Candles series : loaded) {
      CandleFilter.Filtered filtered = plan.filter().apply(series, plan.timeframe());
      candles.add(filtered.candles());
      quality.add(filtered.quality());
    }
    return new Markets(plan.request().data().symbols(), candles, quality, Timeline.of(candles));
  }

  /** Returns the number of bars. */
  public int size() {
    return timeline.size();
  }

  /** Returns the symbols of the series without a candle at or after a place. */
  public List<String> withoutCandlesFrom(int place) {
    List<String> without = new ArrayList<>();
    for (int k = 0; k < symbols.size(); k++) {
      if (timeline.bar(k, place) == candles.get(k).size()) {
        without.add(symbols.get(k));
      }
    }
    return without;
  }

  /** Identifies the candles of all series. */
  public String fingerprint() {
    return CandleFingerprint.of(candles);
  }

  /**
   * Checks that each series has candles.
   *
   * @throws PermanentJobException when the filter has dropped all candles of one
   */
  public void requireAny() {
    for (int k = 0; k < candles.size(); k++) {
      if (candles.get(k).size() == 0) {
        DataQuality dropped = quality.get(k);
        throw new PermanentJobException(
            "none of %,d candles%s is left: data_filter_config dropped %s. Relax it, or train on a market with more trading"
                .formatted(
                    dropped.loaded(),
                    symbols.size() == 1 ? "" : " of " + symbols.get(k),
                    dropped.droppedInWords()));
      }
    }
  }

  /**
   * Checks that each of several series has candles in each part of a split.
   *
   * @throws PermanentJobException when one has too few
   */
  public void requireCandles(Split split) {
    if (symbols.size() == 1) {
      return;
    }
    requireCandles("the search part", 0, split.searchTo());
    requireCandles("the hold-out", split.holdoutFrom(), split.size());
    for (WalkForwardWindow window : split.windows()) {
      String name = "walk-forward window " + window.number();
      requireCandles("the search of " + name, window.trainFrom(), window.trainTo());
      requireCandles("the test of " + name, window.testFrom(), window.testTo());
    }
  }

  private void requireCandles(String part, int from, int to) {
    for (int k = 0; k < symbols.size(); k++) {
      int found = timeline.bar(k, to) - timeline.bar(k, from);
      if (found < MIN_PART) {
        throw new PermanentJobException(
            String.format(
                Locale.ROOT,
                "%s has %,d candles from %s to %s, in %s, and needs %d: leave it out, or train on a period in which"
                    + " every market trades",
                symbols.get(k),
                found,
                Instant.ofEpochMilli(timeline.time()[from]),
                Instant.ofEpochMilli(timeline.time()[to - 1]),
                part,
                MIN_PART));
      }
    }
  }
}
