package dev.trainyard.market;

/** The values of a sliding window in sorted order: a step moves at most one window of numbers. */
final class SortedWindow {
  private final double[] sorted;
  private int size;

  /** Creates an empty window for at most that many values. */
  SortedWindow(int most) {
    sorted = new double[most];
  }

  void add(double value) {
    int at = countBelow(value);
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = value;
    size++;
  }

  /** Replaces a value of the window by another one. */
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

  /** Returns the value of a rank, 0 for the lowest. */
  double get(int rank) {
    return sorted[rank];
  }

  /** Returns the number of values below a value. */
  int countBelow(double value) {
    int low = 0;
    int length = size;
    // halves without a branch on the value, which no processor could predict
    while (length > 0) {
      int half = (length + 1) >>> 1;
      low = sorted[low + half - 1] < value ? low + half : low;
      length -= half;
    }
    return low;
  }
}
