package dev.trainyard.strategy;

import dev.trainyard.market.Indicators;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Signals in the order of their bars, as parallel arrays; at most one per bar.
 *
 * <p>Built by appending, then read by the back-test; not shared while it grows.
 */
public final class Signals {
  private int size;
  private int[] bar = new int[64];
  private Side[] side = new Side[64];
  private double[] stop = new double[64];
  private double[] target = new double[64];

  /** Null until a signal has a trailing stop. */
  private double @Nullable [] trail;

  /**
   * Returns the signals of a strategy, see {@link Strategy#signals}.
   *
   * @throws IllegalStateException when the strategy returns null
   */
  public static Signals of(
      Strategy strategy, Indicators indicators, Parameters parameters, int from, int to) {
    Signals signals = strategy.signals(indicators, parameters, from, to);
    if (signals == null) {
      throw new IllegalStateException(
          "%s returns null for its signals: without any it must return an empty Signals"
              .formatted(strategy.name()));
    }
    return signals;
  }

  /**
   * Appends the signal of a bar.
   *
   * @param bar index in the candles, above that of the previous signal
   * @param side direction
   * @param stop price of the protective stop
   * @param target price of the profit target
   */
  public void add(int bar, Side side, double stop, double target) {
    add(bar, side, stop, target, 0);
  }

  /**
   * Appends the signal of a bar with a trailing stop. Once price has gone {@code trail} beyond the
   * entry, the stop follows the best price at that distance and never goes back.
   *
   * @param bar index in the candles, above that of the previous signal
   * @param side direction
   * @param stop price of the protective stop until it trails
   * @param target price of the profit target
   * @param trail distance in price; 0 for a stop that stays
   * @throws IllegalArgumentException when a number is NaN, or the bar is not above that of the
   *     previous signal
   */
  public void add(int bar, Side side, double stop, double target, double trail) {
    boolean isNumber = !Double.isNaN(stop) && !Double.isNaN(target) && !Double.isNaN(trail);
    if (!isNumber || (size > 0 && bar <= this.bar[size - 1])) {
      throw refused(bar, stop, target, trail);
    }
    if (size == this.bar.length) {
      int capacity = size * 2;
      this.bar = Arrays.copyOf(this.bar, capacity);
      this.side = Arrays.copyOf(this.side, capacity);
      this.stop = Arrays.copyOf(this.stop, capacity);
      this.target = Arrays.copyOf(this.target, capacity);
      if (this.trail != null) {
        this.trail = Arrays.copyOf(this.trail, capacity);
      }
    }
    if (trail != 0) {
      if (this.trail == null) {
        this.trail = new double[this.bar.length];
      }
      this.trail[size] = trail;
    }
    this.bar[size] = bar;
    this.side[size] = side;
    this.stop[size] = stop;
    this.target[size] = target;
    size++;
  }

  private IllegalArgumentException refused(int bar, double stop, double target, double trail) {
    return new IllegalArgumentException(
        size > 0 && bar <= this.bar[size - 1]
            ? "a signal at bar %d follows one at bar %d".formatted(bar, this.bar[size - 1])
            : "the signal at bar %d has stop %s, target %s, trail %s: each must be a number"
                .formatted(bar, stop, target, trail));
  }

  /** Returns the same signals, each some bars later, with their stops and targets. */
  public Signals later(int bars) {
    Signals later = new Signals();
    for (int k = 0; k < size; k++) {
      later.add(bar[k] + bars, side[k], stop[k], target[k], trail(k));
    }
    return later;
  }

  /** Returns whether the k-th signals of both are the same, bit for bit. */
  public boolean equalsAt(int k, Signals other) {
    return bar[k] == other.bar[k]
        && side[k] == other.side[k]
        && Double.compare(stop[k], other.stop[k]) == 0
        && Double.compare(target[k], other.target[k]) == 0
        && Double.compare(trail(k), other.trail(k)) == 0;
  }

  /** Returns the signals at the selected bars. */
  public Signals at(IntPredicate bars) {
    Signals some = new Signals();
    for (int k = 0; k < size; k++) {
      if (bars.test(bar[k])) {
        some.add(bar[k], side[k], stop[k], target[k], trail(k));
      }
    }
    return some;
  }

  /** Returns the number of signals. */
  public int size() {
    return size;
  }

  /** Returns the bar of the k-th signal. */
  public int bar(int k) {
    return bar[k];
  }

  /** Returns the side of the k-th signal. */
  public Side side(int k) {
    return side[k];
  }

  /** Returns the stop price of the k-th signal. */
  public double stop(int k) {
    return stop[k];
  }

  /** Returns the distance at which the stop of the k-th signal trails; 0 when it stays. */
  public double trail(int k) {
    return trail == null ? 0 : trail[k];
  }

  /** Returns the target price of the k-th signal. */
  public double target(int k) {
    return target[k];
  }
}
