package dev.trainyard.validation.robustness;

import dev.trainyard.backtest.RoundedSum;
import java.util.Arrays;
import java.util.List;

/**
 * All choices of half of the blocks: the best configuration on each half, and its rank on the other
 * half.
 *
 * <p>The choices are the leaves of a tree that puts one block after the other into one of the
 * halves. Choices with the same first blocks share their sums. Blocks are summed in ascending
 * order, as if each choice were summed by itself. A choice and its complement have the same two
 * Sharpe ratios, swapped.
 */
final class CombinatorialSplits {
  private final int blocks;
  private final int configurations;
  private final Sums[] block;

  /** Sums of the half that received the previous block, by depth of the tree. */
  private final Sums[] ofIn;

  private final Sums[] ofOut;
  private final double[] sharpeIn;
  private final double[] sharpeOut;

  /** Logit of each choice, by the bits of its blocks. */
  private final double[] logits;

  /** Sums of all configurations over some blocks. */
  private static final class Sums {
    private final double[] bars;
    private final double[] sum;
    private final double[] squares;

    Sums(int configurations) {
      bars = new double[configurations];
      sum = new double[configurations];
      squares = new double[configurations];
    }

    void set(Sums before, Sums block) {
      add(bars, before.bars, block.bars);
      add(sum, before.sum, block.sum);
      add(squares, before.squares, block.squares);
    }

    private static void add(double[] to, double[] a, double[] b) {
      for (int c = 0; c < to.length; c++) {
        to[c] = a[c] + b[c];
      }
    }

    /** Computes the Sharpe ratio per bar of each configuration; 0 without deviation. */
    void sharpe(double[] to) {
      for (int c = 0; c < to.length; c++) {
        double n = bars[c];
        double mean = sum[c] / n;
        double variance = RoundedSum.difference(squares[c], sum[c] * mean) / (n - 1);
        to[c] = n >= 2 && variance > 0 ? mean / Math.sqrt(variance) : 0;
      }
    }
  }

  /**
   * Creates the splits of configurations.
   *
   * @param columns 2 or more, each with the same even number of blocks
   */
  CombinatorialSplits(List<OverfittingProbability.Column> columns) {
    blocks = columns.get(0).bars().size();
    configurations = columns.size();
    block = sums(blocks);
    for (int b = 0; b < blocks; b++) {
      for (int c = 0; c < configurations; c++) {
        OverfittingProbability.Column column = columns.get(c);
        block[b].bars[c] = column.bars().get(b);
        block[b].sum[c] = column.sum().get(b);
        block[b].squares[c] = column.sumOfSquares().get(b);
      }
    }
    ofIn = sums(blocks);
    ofOut = sums(blocks);
    sharpeIn = new double[configurations];
    sharpeOut = new double[configurations];
    logits = new double[1 << blocks];
  }

  private Sums[] sums(int count) {
    Sums[] sums = new Sums[count];
    for (int k = 0; k < count; k++) {
      sums[k] = new Sums(configurations);
    }
    return sums;
  }

  /**
   * Returns ln(ω/(1−ω)) of each choice, where ω is the rank over the number of configurations + 1.
   */
  double[] logits() {
    Sums nothing = new Sums(configurations);
    split(0, nothing, nothing, blocks / 2, blocks / 2, 0);
    double[] ofChoices = new double[logits.length];
    int choices = 0;
    for (int half = 0; half < logits.length; half++) {
      if (Integer.bitCount(half) == blocks / 2) {
        ofChoices[choices++] = logits[half];
      }
    }
    return Arrays.copyOf(ofChoices, choices);
  }

  /**
   * Puts a block and all later blocks into halves that have room, and the last block into the
   * second half.
   */
  private void split(int next, Sums in, Sums out, int roomIn, int roomOut, int half) {
    if (next == blocks) {
      in.sharpe(sharpeIn);
      out.sharpe(sharpeOut);
      logits[half] = logit(sharpeIn, sharpeOut);
      logits[logits.length - 1 - half] = logit(sharpeOut, sharpeIn);
      return;
    }
    if (roomIn > 0 && next < blocks - 1) {
      ofIn[next].set(in, block[next]);
      split(next + 1, ofIn[next], out, roomIn - 1, roomOut, half | 1 << next);
    }
    if (roomOut > 0) {
      ofOut[next].set(out, block[next]);
      split(next + 1, in, ofOut[next], roomIn, roomOut - 1, half);
    }
  }

  private double logit(double[] in, double[] out) {
    int best = 0;
    for (int c = 1; c < configurations; c++) {
      if (in[c] > in[best]) {
        best = c;
      }
    }
    double omega = rank(out, best) / (configurations + 1);
    return StrictMath.log(omega / (1 - omega));
  }

  /** Returns the rank of a value, 1 for the lowest; the mean rank among equals. */
  private static double rank(double[] values, int of) {
    int below = 0;
    int equal = 0;
    for (double value : values) {
      below += value < values[of] ? 1 : 0;
      equal += value == values[of] ? 1 : 0;
    }
    return below + (equal + 1) / 2.0;
  }
}
