package dev.trainyard.market;

/** The values of a sliding window in their order: a step moves at most one window of numbers. */
final class SortedWindow {
  private final double[] sorted;
  private int size;

  /** An empty window for at most so many values. */
  SortedWindow(int most) {
    sorted = new double[most];
  }

  void add(double value) {
    int at = countBelow(value);
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = value;
    size++;
  }

  /** Takes out a value that is in the window, and another one in. */
  void replace(double gone, double value) {
    int from = countBelow(gone);
    int to = countBelow(value);
    if (from < to) {
      to--;
      System.arraycopy(sorted, from + 1, sorted, from, to - from);
    } else {
      System.arraycopy(sorted, to, sorted, to + 1, from - to);
    }
    sorted[to] = value;
  }

  int size() {
    return size;
  }

  /** The value of a rank, 0 for the lowest. */
  double get(int rank) {
    return sorted[rank];
  }

  /** Number of values below a value. */
  int countBelow(double value) {
    int low = 0;
    int length = size;
    // halves without a jump that depends on the value, which nobody could foresee
    while (length > 0) {
      int half = (length + 1) >>> 1;
      low = sorted[low + half - 1] < value ? low + half : low;
      length -= half;
    }
    return low;
  }
}
