package dev.trainyard.market;

import java.util.Arrays;
import java.util.List;

/**
 * The times at which any of several series has a candle. A place on it is an index into these
 * times; it divides all series at the same instant, whatever candles one of them lacks.
 */
public final class Timeline {
  /** Stands for the places of a series that lacks no time: each candle is at its own index. */
  private static final int[] EVERY = {};

  private final long[] time;

  /** Place of each candle, by series; {@link #EVERY} for all of them. */
  private final int[][] places;

  /** Times of each series. */
  private final long[][] series;

  private Timeline(long[] time, int[][] places, long[][] series) {
    this.time = time;
    this.places = places;
    this.series = series;
  }

  /**
   * Merges the times of series.
   *
   * @throws IllegalArgumentException without a series
   */
  public static Timeline of(List<Candles> series) {
    if (series.isEmpty()) {
      throw new IllegalArgumentException("a timeline needs at least one series");
    }
    long[] time = series.get(0).time();
    for (Candles other : series.subList(1, series.size())) {
      time = union(time, other.time());
    }
    int[][] places = new int[series.size()][];
    long[][] times = new long[places.length][];
    for (int k = 0; k < places.length; k++) {
      times[k] = series.get(k).time();
      places[k] = places(times[k], time);
    }
    return new Timeline(time, places, times);
  }

  private static long[] union(long[] a, long[] b) {
    long[] all = new long[a.length + b.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      long next = j == b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
      i += i < a.length && a[i] == next ? 1 : 0;
      j += j < b.length && b[j] == next ? 1 : 0;
      all[size++] = next;
    }
    return Arrays.copyOf(all, size);
  }

  private static int[] places(long[] some, long[] all) {
    if (some.length == all.length) {
      return EVERY;
    }
    int[] places = new int[some.length];
    int place = 0;
    for (int bar = 0; bar < some.length; bar++) {
      while (all[place] != some[bar]) {
        place++;
      }
      places[bar] = place++;
    }
    return places;
  }

  /** Returns the number of places. */
  public int size() {
    return time.length;
  }

  /** Returns the open time of each place, epoch milliseconds. Callers must not modify the array. */
  public long[] time() {
    return time;
  }

  /** Returns the place of a candle of a series. */
  public int place(int series, int bar) {
    return places[series] == EVERY ? bar : places[series][bar];
  }

  /**
   * Returns the first candle of a series at or after a place; the number of its candles when there
   * is none.
   *
   * @param place 0 to {@link #size}
   */
  public int bar(int series, int place) {
    if (places[series] == EVERY) {
      return place;
    }
    long[] times = this.series[series];
    return place == time.length ? times.length : Candles.firstAt(times, time[place]);
  }

  /** Returns the first place at a time or after it; {@link #size} when there is none. */
  public int firstAt(long epochMillis) {
    return Candles.firstAt(time, epochMillis);
  }
}
