package dev.trainyard.job.view;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Number, score and feasibility of the trials of a search, by number, in columns: a hundred
 * thousand take less than two megabytes.
 */
public final class TrialScores {
  private int[] numbers = new int[1024];
  private double[] scores = new double[1024];
  private boolean[] feasible = new boolean[1024];
  private int size;

  /** Adds a trial with a higher number than those before. */
  public void add(int number, double score, boolean isFeasible) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
      scores = Arrays.copyOf(scores, 2 * size);
      feasible = Arrays.copyOf(feasible, 2 * size);
    }
    numbers[size] = number;
    scores[size] = score;
    feasible[size] = isFeasible;
    size++;
  }

  /** Returns how many trials there are. */
  public int size() {
    return size;
  }

  /** Returns the number of the trial at a position. */
  public int number(int position) {
    return numbers[position];
  }

  /** Returns the score of the trial at a position. */
  public double score(int position) {
    return scores[position];
  }

  /** Returns whether the trial at a position meets all constraints. */
  public boolean feasible(int position) {
    return feasible[position];
  }

  /** Returns how many trials meet all constraints. */
  public int feasibleCount() {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += feasible[i] ? 1 : 0;
    }
    return count;
  }

  /** Returns the first position whose number is higher than a number. */
  public int after(int number) {
    int position = Arrays.binarySearch(numbers, 0, size, number);
    return position < 0 ? -position - 1 : position + 1;
  }

  /**
   * Returns for each position that of the best feasible trial up to it, the earliest among equals;
   * −1 before the first. A score that is not a number is never the best.
   */
  public int[] bestSoFar() {
    int[] best = new int[size];
    int last = -1;
    for (int i = 0; i < size; i++) {
      if (feasible[i] && !Double.isNaN(scores[i]) && (last < 0 || scores[i] > scores[last])) {
        last = i;
      }
      best[i] = last;
    }
    return best;
  }

  /** Returns the number of the best feasible trial; empty when there is none. */
  public OptionalInt winner() {
    int best = size == 0 ? -1 : bestSoFar()[size - 1];
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(numbers[best]);
  }
}
