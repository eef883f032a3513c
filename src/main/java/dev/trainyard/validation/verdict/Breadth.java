package dev.trainyard.validation.verdict;

import dev.trainyard.optimize.Across;
import java.util.List;

/**
 * On how many of several series the winner makes money on the hold-out. The account of all of them
 * may live off a single one.
 *
 * @param across says how many must
 * @param profitable symbols of the series with a profit
 * @param others symbols of the series without
 */
public record Breadth(Across across, List<String> profitable, List<String> others) {

  public Breadth {
    profitable = List.copyOf(profitable);
    others = List.copyOf(others);
  }

  /** Returns whether enough series make money: all with {@code worst}, else more than half. */
  boolean holds() {
    return profitable.size() >= needed();
  }

  private int needed() {
    return across.needed(profitable.size() + others.size());
  }

  /** Describes it in a sentence. */
  String sentence() {
    return "By themselves, %d of %d markets make a profit on the hold-out%s; %d %s required."
        .formatted(
            profitable.size(),
            profitable.size() + others.size(),
            others.isEmpty() ? "" : ", not " + String.join(", ", others),
            needed(),
            needed() == 1 ? "is" : "are");
  }
}
