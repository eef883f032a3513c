package dev.trainyard.backtest;

import dev.trainyard.market.Candles;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run of {@link ExecutionModel#REALISTIC}; the order of steps within a bar is the contract. */
final class RealisticRun {
  private static final long FUNDING_INTERVAL = 8 * 3_600_000L;
  private static final double RUIN_SHARE = 0.01;
  private static final int NONE = -1;

  private final long[] time;
  private final double[] open;
  private final double[] high;
  private final double[] low;
  private final double[] close;
  private final int from;
  private final int last;
  private final Signals signals;
  private final int maxHolding;
  private final BacktestSettings settings;
  private final double fee;
  private final double slippage;

  private final EquityCurve curve;
  private final TradeLog trades = new TradeLog();
  private int exposedBars;
  private int ambiguousBars;
  private int skippedEntries;
  private boolean ruined;

  /** Equity without the open position's unrealised result; its entry fee is already paid. */
  private double cash;

  /** Signal to act on at the next open. */
  private int pending = NONE;

  /** Side of the open position; null while there is none. */
  private @Nullable Side side;

  private int entryBar;
  private double entryPrice;
  private double size;
  private double quantity;
  private double stop;
  private double target;

  /** Distance at which the stop follows {@link #best}; 0 when it stays. */
  private double trail;

  private double best;
  private double signalledStop;
  private double positionCosts;

  /** Result of the position so far: its fees and funding, then the proceeds of its exit. */
  private double positionResult;

  RealisticRun(
      Candles candles,
      int from,
      int to,
      Signals signals,
      int maxHolding,
      BacktestSettings settings) {
    this.time = candles.time();
    this.open = candles.open();
    this.high = candles.high();
    this.low = candles.low();
    this.close = candles.close();
    this.from = from;
    this.last = to - 1;
    this.signals = signals;
    this.maxHolding = maxHolding;
    this.settings = settings;
    this.fee = settings.costs().feeRate();
    this.slippage = settings.costs().slippageRate();
    this.cash = settings.capital();
    this.curve = new EquityCurve(to - from, settings);
  }

  BacktestResult result() {
    trade();
    double[] changes = curve.changes();
    Metrics metrics =
        RealisticMetrics.of(
            trades,
            curve,
            changes,
            ReturnMoments.of(changes, curve.bars(), time[from], time[last]),
            new RealisticMetrics.Counts(exposedBars, ambiguousBars, skippedEntries, ruined),
            settings);
    return new BacktestResult(time, from, settings, curve, trades, metrics);
  }

  private void trade() {
    int next = 0;
    while (next < signals.size() && signals.bar(next) < from) {
      next++;
    }
    int t = from;
    while (t <= last) {
      if (side == null && pending == NONE) {
        // flat without orders: equity stands still until the next signal
        if (ruined || next == signals.size()) {
          return;
        }
        t = Math.min(signals.bar(next), last);
      } else {
        step(t);
      }
      while (next < signals.size() && signals.bar(next) < t) {
        next++;
      }
      if (!ruined && next < signals.size() && signals.bar(next) == t) {
        if (side != signals.side(next)) {
          pending = next;
        }
        next++;
      }
      t++;
    }
  }

  private void step(int t) {
    if (side != null) {
      payFunding(t);
    }
    if (pending != NONE) {
      int signal = pending;
      pending = NONE;
      if (side != null) {
        exitAtOpen(t, open[t], ExitReason.SIGNAL);
      }
      if (t < last && !isRuin(cash)) {
        enter(t, signal);
      }
    } else if (beyondStop(open[t])) {
      exitAtOpen(t, open[t], ExitReason.SL);
    } else if (beyondTarget(open[t])) {
      exitAtOpen(t, target, ExitReason.TP);
    }
    if (side != null) {
      exposedBars++;
      withinBar(t);
    }
    if (side != null && trail != 0) {
      trailStop(t);
    }
    double marked = cash;
    if (side != null) {
      marked += side.sign() * quantity * (close[t] - entryPrice);
    }
    if (isRuin(marked)) {
      ruined = true;
      if (side != null) {
        exit(t, close[t], ExitReason.END_OF_DATA);
      }
      marked = cash;
    }
    curve.add(t - from, marked);
  }

  private boolean isRuin(double equity) {
    return equity <= settings.capital() * RUIN_SHARE;
  }

  private void withinBar(int t) {
    boolean stopTouched = side == Side.LONG ? low[t] <= stop : high[t] >= stop;
    boolean targetTouched = side == Side.LONG ? high[t] >= target : low[t] <= target;
    if (stopTouched) {
      if (targetTouched) {
        ambiguousBars++;
      }
      exit(t, stop, ExitReason.SL);
    } else if (targetTouched) {
      exit(t, target, ExitReason.TP);
    } else if (t - entryBar >= maxHolding) {
      exit(t, close[t], ExitReason.MAX_HOLD);
    } else if (t == last) {
      exit(t, close[t], ExitReason.END_OF_DATA);
    }
  }

  /**
   * Moves the stop to the extreme of a bar, effective from the next bar, since the order within the
   * bar is unknown.
   */
  private void trailStop(int t) {
    if (side == Side.LONG) {
      best = Math.max(best, high[t]);
      if (best - open[entryBar] >= trail) {
        stop = Math.max(stop, best - trail);
      }
    } else {
      best = Math.min(best, low[t]);
      if (open[entryBar] - best >= trail) {
        stop = Math.min(stop, best + trail);
      }
    }
  }

  private void enter(int t, int signal) {
    Side direction = signals.side(signal);
    double price = open[t];
    stop = signals.stop(signal);
    target = signals.target(signal);
    boolean between =
        direction == Side.LONG ? stop < price && price < target : target < price && price < stop;
    if (!between || time[t] - time[t - 1] != settings.candleMillis()) {
      skippedEntries++;
      return;
    }
    double riskBase = settings.sizing() == Sizing.FIXED ? settings.capital() : cash;
    double lossAtStop = Math.abs(price - stop) / price + settings.costs().roundTrip();
    size = Math.min(affordable(), riskBase * settings.riskPerTrade() / lossAtStop);
    if (!(size > 0)) {
      // a stop at infinity risks everything, so nothing can be bought
      skippedEntries++;
      return;
    }
    side = direction;
    signalledStop = stop;
    trail = signals.trail(signal);
    best = price;
    entryBar = t;
    entryPrice = price * (1 + direction.sign() * slippage);
    quantity = size / entryPrice;
    cash -= size * fee;
    positionResult = -size * fee;
    positionCosts = size * fee + quantity * Math.abs(entryPrice - price);
  }

  /** Returns the largest position that leaves room for its costs, as buying and holding does. */
  private double affordable() {
    return cash / (1 + settings.costs().roundTrip());
  }

  private void exitAtOpen(int t, double price, ExitReason reason) {
    exit(t, t - 1, price, reason);
  }

  private void exit(int t, double price, ExitReason reason) {
    exit(t, t, price, reason);
  }

  private void exit(int t, int lastBar, double price, ExitReason reason) {
    Side held = held();
    double fill = price * (1 - held.sign() * slippage);
    double exitFee = quantity * fill * fee;
    double brought = held.sign() * quantity * (fill - entryPrice) - exitFee;
    cash += brought;
    positionCosts += exitFee + quantity * Math.abs(fill - price);
    double pnl = RoundedSum.of(positionResult + brought, size + quantity * fill);
    trades.add(
        entryBar,
        t,
        lastBar,
        held,
        reason,
        entryPrice,
        fill,
        size,
        pnl,
        pnl / size,
        signalledStop,
        target,
        positionCosts);
    side = null;
  }

  /**
   * Pays the funding that fell due after the open of the previous bar and up to the open of this
   * bar.
   */
  private void payFunding(int t) {
    double rate = settings.costs().fundingRate8h();
    if (rate == 0 || t == from) {
      return;
    }
    long payments =
        Math.floorDiv(time[t], FUNDING_INTERVAL) - Math.floorDiv(time[t - 1], FUNDING_INTERVAL);
    double amount = held().sign() * payments * rate * quantity * open[t];
    cash -= amount;
    positionResult -= amount;
    positionCosts += amount;
  }

  private Side held() {
    return Objects.requireNonNull(side, "no position is open");
  }

  private boolean beyondStop(double price) {
    return side != null && (side == Side.LONG ? price <= stop : price >= stop);
  }

  private boolean beyondTarget(double price) {
    return side != null && (side == Side.LONG ? price >= target : price <= target);
  }
}
