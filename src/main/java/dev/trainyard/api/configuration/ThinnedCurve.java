package dev.trainyard.api.configuration;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Which bars of a curve are drawn when there are more than a screen has columns. Of each part its
 * first, last, lowest and highest bar are kept (the M4 aggregation of Jugel et al., VLDB 2014), and
 * beside them the two bars of the deepest drawdown, so that the picture has the same one.
 */
final class ThinnedCurve {
  private static final int OF_A_PART = 4;

  private ThinnedCurve() {}

  /**
   * Bars that are kept, in order.
   *
   * @param curve a value for each bar
   * @param most how many at most; 6 or more
   */
  static IntStream bars(double[] curve, int most) {
    if (curve.length <= most) {
      return IntStream.range(0, curve.length);
    }
    BitSet kept = new BitSet(curve.length);
    int parts = (most - 2) / OF_A_PART;
    for (int part = 0; part < parts; part++) {
      int from = (int) ((long) curve.length * part / parts);
      int to = (int) ((long) curve.length * (part + 1) / parts);
      int low = from;
      int high = from;
      for (int bar = from; bar < to; bar++) {
        if (curve[bar] < curve[low]) {
          low = bar;
        }
        if (curve[bar] > curve[high]) {
          high = bar;
        }
      }
      kept.set(from);
      kept.set(to - 1);
      kept.set(low);
      kept.set(high);
    }
    keepDeepestDrawdown(curve, kept);
    return kept.stream();
  }

  private static void keepDeepestDrawdown(double[] curve, BitSet kept) {
    int peak = 0;
    int from = 0;
    int to = 0;
    double deepest = 0;
    for (int bar = 0; bar < curve.length; bar++) {
      if (curve[bar] > curve[peak]) {
        peak = bar;
      }
      double fall = 1 - curve[bar] / curve[peak];
      if (fall > deepest) {
        deepest = fall;
        from = peak;
        to = bar;
      }
    }
    kept.set(from);
    kept.set(to);
  }
}
