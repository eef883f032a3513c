package dev.trainyard.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** The order of faults, from a seed: each kind once in random order, then each once again. */
final class FaultPlan {
  private final List<Fault> kinds;
  private final Random random;
  private final Deque<Fault> deck = new ArrayDeque<>();

  /** A plan of the faults that a cluster can meet. */
  FaultPlan(Cluster cluster, SplittableRandom random) {
    this.kinds = Arrays.stream(Fault.values()).filter(f -> f.isPossible(cluster)).toList();
    this.random = new Random(random.nextLong());
  }

  /** How many kinds there are. */
  int kinds() {
    return kinds.size();
  }

  Fault next() {
    if (deck.isEmpty()) {
      List<Fault> shuffled = new ArrayList<>(kinds);
      Collections.shuffle(shuffled, random);
      deck.addAll(shuffled);
    }
    return deck.pop();
  }
}
