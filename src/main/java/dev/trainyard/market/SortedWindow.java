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

  /** Takes out a value that is in the window. */
  void remove(double value) {
    int at = countBelow(value);
    size--;
    System.arraycopy(sorted, at + 1, sorted, at, size - at);
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
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
