package dev.trainyard.optimize;

import java.util.List;
import java.util.Locale;

/** No trial of a study met the constraints: more candles or looser constraints are needed. */
public final class NoFeasibleTrialException extends RuntimeException {
  private final int bestTradeCount;

  public NoFeasibleTrialException(String study, List<Trial> trials) {
    super(
        String.format(
            Locale.ROOT,
            "none of the %d trials of %s met the constraints: the most trades of one were %d, the smallest"
                + " max_drawdown of one was %.4f; loosen min_trades or constraints.max_drawdown, or use"
                + " more candles",
            trials.size(),
            study,
            mostTrades(trials),
            smallestDrawdown(trials)));
    this.bestTradeCount = mostTrades(trials);
  }

  /** The most trades that any trial made. */
  public int bestTradeCount() {
    return bestTradeCount;
  }

  private static int mostTrades(List<Trial> trials) {
    return trials.stream().mapToInt(trial -> trial.metrics().totalTrades()).max().orElse(0);
  }

  /** As a fraction of the peak, like the constraint. */
  private static double smallestDrawdown(List<Trial> trials) {
    return trials.stream()
        .mapToDouble(trial -> Math.abs(trial.metrics().maxDrawdownPct()) / 100)
        .min()
        .orElse(0);
  }
}
