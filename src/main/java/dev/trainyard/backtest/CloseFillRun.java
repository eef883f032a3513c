package dev.trainyard.backtest;

import dev.trainyard.market.Candles;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run of {@link ExecutionModel#CLOSE_FILL}, the rules of the replaced system. */
final class CloseFillRun {
  private static final double DEFAULT_STOP_DISTANCE = 0.02;

  private final Candles candles;
  private final double[] close;
  private final int from;
  private final int to;
  private final Signals signals;
  private final int maxHolding;
  private final BacktestSettings settings;

  private final EquityCurve curve;
  private final TradeLog trades = new TradeLog();
  private int exposedBars;
  private double cash;

  /** Side of the open position; null while there is none. */
  private @Nullable Side side;

  private int entryBar;
  private double entryClose;
  private double stop;
  private double signalledStop;
  private double target;

  /** Distance at which the stop follows {@link #best}; 0 when it stays. */
  private double trail;

  private double best;

  CloseFillRun(
      Candles candles,
      int from,
      int to,
      Signals signals,
      int maxHolding,
      BacktestSettings settings) {
    this.candles = candles;
    this.close = candles.close();
    this.from = from;
    this.to = to;
    this.signals = signals;
    this.maxHolding = maxHolding;
    this.settings = settings;
    this.cash = settings.capital();
    this.curve = new EquityCurve(to - from, settings);
  }

  BacktestResult result() {
    trade();
    ReturnMoments moments =
        ReturnMoments.of(
            curve.changes(), curve.bars(), candles.time()[from], candles.time()[to - 1]);
    Metrics metrics = CloseFillMetrics.of(trades, moments, exposedBars, settings);
    return new BacktestResult(candles.time(), from, settings, curve, trades, metrics);
  }

  private void trade() {
    int next = 0;
    while (next < signals.size() && signals.bar(next) < from) {
      next++;
    }
    int t = from;
    while (t < to) {
      if (side == null) {
        if (next == signals.size() || signals.bar(next) >= to) {
          return;
        }
        t = signals.bar(next);
      }
      boolean signalled = next < signals.size() && signals.bar(next) == t;
      if (side != null) {
        exposedBars++;
        manage(t, signalled ? signals.side(next) : null);
      }
      if (signalled) {
        if (side == null) {
          enter(t, next);
        }
        next++;
      }
      if (t == to - 1 && side != null) {
        exit(t, close[t], ExitReason.END_OF_DATA);
      }
      curve.add(t - from, cash);
      t++;
    }
  }

  private void manage(int t, @Nullable Side signal) {
    boolean stopTouched = side == Side.LONG ? candles.low()[t] <= stop : candles.high()[t] >= stop;
    boolean targetTouched =
        side == Side.LONG ? candles.high()[t] >= target : candles.low()[t] <= target;
    if (stopTouched) {
      exit(t, stop, ExitReason.SL);
    } else if (targetTouched) {
      exit(t, target, ExitReason.TP);
    } else if (t - entryBar >= maxHolding) {
      exit(t, close[t], ExitReason.MAX_HOLD);
    } else if (signal != null && signal != side) {
      exit(t, close[t], ExitReason.SIGNAL);
    } else if (trail != 0) {
      trailStop(t);
    }
  }

  /** Moves the stop to the extreme of a bar, effective from the next bar. */
  private void trailStop(int t) {
    if (side == Side.LONG) {
      best = Math.max(best, candles.high()[t]);
      if (best - entryClose >= trail) {
        stop = Math.max(stop, best - trail);
      }
    } else {
      best = Math.min(best, candles.low()[t]);
      if (entryClose - best >= trail) {
        stop = Math.min(stop, best + trail);
      }
    }
  }

  private void enter(int t, int signal) {
    side = signals.side(signal);
    entryBar = t;
    entryClose = close[t];
    stop = signals.stop(signal);
    signalledStop = stop;
    target = signals.target(signal);
    trail = signals.trail(signal);
    best = entryClose;
  }

  private void exit(int t, double price, ExitReason reason) {
    double slippage = settings.costs().slippageRate();
    double fee = settings.costs().feeRate();
    Side held = Objects.requireNonNull(side, "no position is open");
    int sign = held.sign();
    double entryPrice = entryClose * (1 + sign * slippage);
    double exitPrice = price * (1 - sign * slippage);
    double distance = Math.abs(entryClose - signalledStop) / entryClose;
    double size =
        Math.min(
            settings.capital(),
            settings.capital()
                * settings.riskPerTrade()
                / (distance == 0 ? DEFAULT_STOP_DISTANCE : distance));
    double priceReturn = sign * (exitPrice - entryPrice) / entryPrice;
    double pnlPct = priceReturn - 2 * fee;
    double pnl = size * pnlPct;
    double costs = size * (sign * (price - entryClose) / entryClose) - pnl;
    cash += pnl;
    trades.add(
        entryBar,
        t,
        t,
        held,
        reason,
        entryPrice,
        exitPrice,
        size,
        pnl,
        pnlPct,
        signalledStop,
        target,
        costs);
    side = null;
  }
}
