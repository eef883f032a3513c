package dev.trainyard.validation.walkforward;

import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.backtest.RoundedSum;
import dev.trainyard.backtest.Sizing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The joined returns of adjoining blocks. */
final class JoinedCurve {
  private final long[] time;
  private final int from;
  private final double[] returns;
  private final double[] equity;

  /**
   * Creates a curve over a range of candles.
   *
   * @param time open times of all candles
   * @param from candle of the first return
   * @param returns one per candle, a fraction of the capital or, when compounding, of the equity
   *     before
   */
  JoinedCurve(long[] time, int from, double[] returns, Sizing sizing) {
    this.time = time;
    this.from = from;
    this.returns = returns;
    this.equity = new double[returns.length];
    double value = 1;
    for (int i = 0; i < returns.length; i++) {
      value += sizing == Sizing.COMPOUNDING ? value * returns[i] : returns[i];
      equity[i] = value;
    }
  }

  ReturnMoments moments() {
    return ReturnMoments.of(returns, time[from], time[from + returns.length - 1]);
  }

  double netProfitPct() {
    return RoundedSum.difference(equity[equity.length - 1], 1) * 100;
  }

  double maxDrawdownPct() {
    double peak = 1;
    double deepest = 0;
    for (double value : equity) {
      peak = Math.max(peak, value);
      deepest = Math.min(deepest, RoundedSum.difference(value, peak) / peak);
    }
    return deepest * 100;
  }

  /** Returns at most {@code most} points, evenly spread, including the last. */
  List<CurvePoint> points(int most) {
    int count = Math.min(most, equity.length);
    List<CurvePoint> points = new ArrayList<>(count);
    for (int k = 1; k <= count; k++) {
      int i = (int) ((long) equity.length * k / count) - 1;
      points.add(new CurvePoint(Instant.ofEpochMilli(time[from + i]), equity[i]));
    }
    return points;
  }
}
