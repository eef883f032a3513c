package dev.trainyard.optimize;

import java.util.List;

/** No trial of a study met the constraints: more candles or looser constraints are needed. */
public final class NoFeasibleTrialException extends RuntimeException {
  private final int bestTradeCount;

  NoFeasibleTrialException(String study, List<Trial> trials) {
    this(study, trials.size(), mostTrades(trials));
  }

  private NoFeasibleTrialException(String study, int trials, int bestTradeCount) {
    super(
        "none of the %d trials of %s met the constraints; the best trade count of any was %d"
            .formatted(trials, study, bestTradeCount));
    this.bestTradeCount = bestTradeCount;
  }

  /** The most trades that any trial made. */
  public int bestTradeCount() {
    return bestTradeCount;
  }

  private static int mostTrades(List<Trial> trials) {
    return trials.stream().mapToInt(trial -> trial.metrics().totalTrades()).max().orElse(0);
  }
}
