package dev.trainyard.strategy.builtin;

import dev.trainyard.market.CandleDirections;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.strategy.DefinedStrategy;
import dev.trainyard.strategy.ParameterMismatchException;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.StrategyDefinition;
import java.util.Set;

/**
 * Joins a move when price leaves on exceptional volume and does not come back. A stop follows the
 * move once it has gone far enough.
 */
public final class SupplyShock extends DefinedStrategy {
  /** Name in requests, SQL and files. */
  public static final String NAME = "SUPPLY_SHOCK";

  /** Number of bars in which those in the direction of the move are counted. */
  private static final int PERSISTENCE_WINDOW = 12;

  private static final int VOLUME_WARMUP = 20;

  /**
   * The target stays out of the trailing stop's way: this many times its distance from the close.
   */
  private static final double FAR = 10;

  /** Ranges and their mean, mean volumes, directions. */
  private static final int SHARED_BYTES = 32;

  private static final int BYTES_PER_WINDOW = 8;

  private final int gapThreshold;
  private final int gapWindow;
  private final int surge;
  private final int persistence;
  private final int noRetracement;
  private final int trailAtr;

  /**
   * @throws ParameterMismatchException when the parameters of the definition are not exactly those
   *     of this strategy
   */
  public SupplyShock(StrategyDefinition definition) {
    super(definition, "position_hold_maximum", Set.of(Side.LONG, Side.SHORT));
    gapThreshold = real("gap_threshold");
    gapWindow = whole("gap_window");
    surge = real("volume_surge_multiplier");
    persistence = whole("momentum_persistence");
    noRetracement = whole("no_retracement_periods");
    trailAtr = real("trail_stop_activation");
    refuseOthers();
  }

  @Override
  public int warmup(Parameters p) {
    return VOLUME_WARMUP + p.integer(gapWindow) + p.integer(noRetracement);
  }

  @Override
  public int indicatorBytesPerCandle(ParameterSpace searched) {
    return SHARED_BYTES + BYTES_PER_WINDOW * searched.get(gapWindow).count();
  }

  @Override
  public Signals signals(Indicators indicators, Parameters p, int from, int to) {
    Candles candles = indicators.candles();
    double[] close = candles.close();
    double[] atr = indicators.atr14();
    int window = p.integer(gapWindow);
    double[] moves = moves(indicators, window);
    double threshold = p.number(gapThreshold);
    double volumes = p.number(surge);
    int directional = p.integer(persistence);
    int periods = p.integer(noRetracement);
    double distance = p.number(trailAtr);
    CandleDirections directions = CandleDirections.of(indicators);
    Signals signals = new Signals();
    for (int shock = Math.max(from, warmup(p)) - periods; shock + periods < to; shock++) {
      double move = moves[shock];
      if (!(Math.abs(move) >= threshold)) {
        continue;
      }
      int i = shock + periods;
      int since = i + 1 - PERSISTENCE_WINDOW;
      boolean up = move > 0;
      int inDirection = up ? directions.bullish(since, i + 1) : directions.bearish(since, i + 1);
      if (inDirection < directional
          || !hasSurge(indicators, shock, window, volumes)
          || isRetraced(close, shock - window, shock, i)) {
        continue;
      }
      double trail = atr[i] * distance;
      int sign = up ? 1 : -1;
      signals.add(
          i,
          up ? Side.LONG : Side.SHORT,
          close[i] - sign * trail,
          close[i] + sign * trail * FAR,
          trail);
    }
    return signals;
  }

  /** Returns whether a close since the shock has given back more than half of the move. */
  private static boolean isRetraced(double[] close, int before, int shock, int last) {
    double half = (close[before] + close[shock]) / 2;
    boolean up = close[shock] > close[before];
    for (int j = shock + 1; j <= last; j++) {
      if (up ? close[j] < half : close[j] > half) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasSurge(Indicators indicators, int i, int window, double multiplier) {
    double[] volume = indicators.candles().volume();
    double[] mean = indicators.volumeSma20();
    for (int j = i; j > i - window; j--) {
      if (volume[j] >= multiplier * mean[j]) {
        return true;
      }
    }
    return false;
  }

  /**
   * Computes the change of the close over the window as a fraction; NaN where there are too few
   * bars.
   */
  private static double[] moves(Indicators indicators, int window) {
    return indicators.memoised(
        new Moves(window),
        candles -> {
          double[] close = candles.close();
          double[] moves = new double[close.length];
          for (int i = 0; i < moves.length; i++) {
            moves[i] = i < window ? Double.NaN : close[i] / close[i - window] - 1;
          }
          return moves;
        });
  }

  private record Moves(int window) {}
}
