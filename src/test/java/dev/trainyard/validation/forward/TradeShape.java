package dev.trainyard.validation.forward;

import dev.trainyard.optimize.StandardNormal;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Distributions of the results of trades, of quite different shapes, with the deviation 1. */
public enum TradeShape {
  NORMAL {
    @Override
    double quantile(double share) {
      return StandardNormal.quantile(share);
    }
  },
  WIN_OR_LOSE {
    @Override
    double quantile(double share) {
      return share < 0.5 ? -1 : 1;
    }
  },
  MANY_SMALL_LOSSES_AND_FEW_LARGE_WINS {
    @Override
    double quantile(double share) {
      return share < 0.9 ? -1.0 / 3 : 3;
    }
  },
  MANY_SMALL_WINS_AND_FEW_LARGE_LOSSES {
    @Override
    double quantile(double share) {
      return share < 0.1 ? -3 : 1.0 / 3;
    }
  };

  private static final int POINTS = 100_000;
  private static final double CAP = 2;

  /** The result below which a share of the results is, when their mean is 0. */
  abstract double quantile(double share);

  /** Draws the results of trades with a mean. */
  public double[] draw(SplittableRandom random, int trades, double mean) {
    double[] results = new double[trades];
    Arrays.setAll(results, i -> mean + quantile(random.nextDouble(1e-12, 1)));
    return results;
  }

  /** The promise of a hold-out with infinitely many trades of a mean. */
  public Promise promise(double mean) {
    double cap = mean + CAP;
    double cut = cutMean(mean, cap);
    double squares = 0;
    for (int i = 0; i < POINTS; i++) {
      double result = Math.min(cap, mean + quantile((i + 0.5) / POINTS));
      squares += (result - cut) * (result - cut);
    }
    return new Promise(Integer.MAX_VALUE, cut, Math.sqrt(squares / POINTS), cap);
  }

  /** The mean at which results, each cut at the cap, have half of the promised mean. */
  public double meanOfHalf(Promise promise) {
    double low = -1;
    double high = 1;
    for (int i = 0; i < 40; i++) {
      double middle = (low + high) / 2;
      if (cutMean(middle, promise.cap()) < promise.least()) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private double cutMean(double mean, double cap) {
    double sum = 0;
    for (int i = 0; i < POINTS; i++) {
      sum += Math.min(cap, mean + quantile((i + 0.5) / POINTS));
    }
    return sum / POINTS;
  }
}
