package dev.trainyard.backtest;

import dev.trainyard.strategy.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The closed trades of a run in columns; {@link Trade} objects are created only on demand. */
final class TradeLog {
  private static final int PRICES = 8;

  private int size;
  private int[] entryBar = new int[32];
  private int[] exitBar = new int[32];
  private int[] lastBar = new int[32];
  private Side[] side = new Side[32];
  private ExitReason[] reason = new ExitReason[32];
  private double[] values = new double[32 * PRICES];

  void add(
      int entry,
      int exit,
      int lastOpen,
      Side direction,
      ExitReason why,
      double entryPrice,
      double exitPrice,
      double notional,
      double pnl,
      double pnlPct,
      double stop,
      double target,
      double costs) {
    if (size == entryBar.length) {
      grow();
    }
    entryBar[size] = entry;
    exitBar[size] = exit;
    lastBar[size] = lastOpen;
    side[size] = direction;
    reason[size] = why;
    int at = size * PRICES;
    values[at] = entryPrice;
    values[at + 1] = exitPrice;
    values[at + 2] = notional;
    values[at + 3] = pnl;
    values[at + 4] = pnlPct;
    values[at + 5] = stop;
    values[at + 6] = target;
    values[at + 7] = costs;
    size++;
  }

  /** Adds the k-th trade of another log at other bars. */
  void add(int entry, int exit, int lastOpen, TradeLog other, int k) {
    add(
        entry,
        exit,
        lastOpen,
        other.side(k),
        other.reason(k),
        other.entryPrice(k),
        other.exitPrice(k),
        other.notional(k),
        other.pnl(k),
        other.pnlPct(k),
        other.values[k * PRICES + 5],
        other.values[k * PRICES + 6],
        other.costs(k));
  }

  private void grow() {
    int capacity = size * 2;
    entryBar = Arrays.copyOf(entryBar, capacity);
    exitBar = Arrays.copyOf(exitBar, capacity);
    lastBar = Arrays.copyOf(lastBar, capacity);
    side = Arrays.copyOf(side, capacity);
    reason = Arrays.copyOf(reason, capacity);
    values = Arrays.copyOf(values, capacity * PRICES);
  }

  int size() {
    return size;
  }

  int holdingBars(int k) {
    return exitBar[k] - entryBar[k];
  }

  int entryBar(int k) {
    return entryBar[k];
  }

  int exitBar(int k) {
    return exitBar[k];
  }

  /**
   * Returns the last bar during which the position was open, which is not a bar at whose open it
   * was closed.
   */
  int lastBar(int k) {
    return lastBar[k];
  }

  Side side(int k) {
    return side[k];
  }

  ExitReason reason(int k) {
    return reason[k];
  }

  double entryPrice(int k) {
    return values[k * PRICES];
  }

  double exitPrice(int k) {
    return values[k * PRICES + 1];
  }

  double notional(int k) {
    return values[k * PRICES + 2];
  }

  double pnl(int k) {
    return values[k * PRICES + 3];
  }

  double pnlPct(int k) {
    return values[k * PRICES + 4];
  }

  double costs(int k) {
    return values[k * PRICES + 7];
  }

  /** Returns the notional of the exit fill. */
  double exitNotional(int k) {
    return notional(k) / entryPrice(k) * exitPrice(k);
  }

  List<Trade> toList() {
    List<Trade> trades = new ArrayList<>(size);
    for (int k = 0; k < size; k++) {
      trades.add(
          new Trade(
              entryBar[k],
              exitBar[k],
              side[k],
              entryPrice(k),
              exitPrice(k),
              notional(k),
              pnl(k),
              pnlPct(k),
              reason[k],
              values[k * PRICES + 5],
              values[k * PRICES + 6],
              costs(k)));
    }
    return List.copyOf(trades);
  }
}
