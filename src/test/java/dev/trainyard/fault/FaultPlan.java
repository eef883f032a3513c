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
  private final Random random;
  private final Deque<Fault> deck = new ArrayDeque<>();

  FaultPlan(SplittableRandom random) {
    this.random = new Random(random.nextLong());
  }

  Fault next() {
    if (deck.isEmpty()) {
      List<Fault> kinds = new ArrayList<>(Arrays.asList(Fault.values()));
      Collections.shuffle(kinds, random);
      deck.addAll(kinds);
    }
    return deck.pop();
  }
}
