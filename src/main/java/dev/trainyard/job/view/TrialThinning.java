package dev.trainyard.job.view;

import java.util.BitSet;

/**
 * Chooses the trials of a search that a chart shows, so that it looks as if it showed all: the
 * trials with the lowest and the highest score of each range of numbers, and each improvement of
 * the best. A search that improves nearly all the time has more improvements than a chart has room
 * for; of those, the last of each range stays.
 */
public final class TrialThinning {
  private final TrialScores scores;
  private final int[] best;
  private final int from;

  /**
   * Creates the thinning of a part of a search.
   *
   * @param best what {@link TrialScores#bestSoFar} returns
   * @param from position of the first trial to show
   */
  public TrialThinning(TrialScores scores, int[] best, int from) {
    this.scores = scores;
    this.best = best;
    this.from = from;
  }

  /**
   * Returns the positions of the chosen trials.
   *
   * @param points the most to choose
   */
  public int[] positions(int points) {
    int count = scores.size() - from;
    if (count <= points) {
      return range(count);
    }
    BitSet kept = new BitSet(scores.size());
    int improvements = 0;
    for (int i = from; i < scores.size(); i++) {
      improvements += improves(i) ? 1 : 0;
    }
    boolean hasRoom = improvements <= points / 2;
    int ranges = hasRoom ? (points - improvements) / 2 : points / 3;
    int lowest = from;
    int highest = from;
    int improvement = -1;
    for (int i = from; i < scores.size(); i++) {
      if (i > from && rangeOf(i, ranges) != rangeOf(i - 1, ranges)) {
        keep(kept, lowest, highest, improvement);
        lowest = i;
        highest = i;
        improvement = -1;
      }
      lowest = isLower(i, lowest) ? i : lowest;
      highest = isHigher(i, highest) ? i : highest;
      if (improves(i)) {
        improvement = i;
        if (hasRoom) {
          kept.set(i);
        }
      }
    }
    keep(kept, lowest, highest, improvement);
    return kept.stream().toArray();
  }

  private int[] range(int count) {
    int[] all = new int[count];
    for (int i = 0; i < count; i++) {
      all[i] = from + i;
    }
    return all;
  }

  private static void keep(BitSet kept, int lowest, int highest, int improvement) {
    kept.set(lowest);
    kept.set(highest);
    if (improvement >= 0) {
      kept.set(improvement);
    }
  }

  private boolean improves(int position) {
    return best[position] == position;
  }

  private long rangeOf(int position, int ranges) {
    long first = scores.number(from);
    long width = scores.number(scores.size() - 1) - first + 1;
    return (scores.number(position) - first) * ranges / width;
  }

  private boolean isLower(int position, int than) {
    return isFinite(position) && (scores.score(position) < scores.score(than) || !isFinite(than));
  }

  private boolean isHigher(int position, int than) {
    return isFinite(position) && (scores.score(position) > scores.score(than) || !isFinite(than));
  }

  private boolean isFinite(int position) {
    return Double.isFinite(scores.score(position));
  }
}
