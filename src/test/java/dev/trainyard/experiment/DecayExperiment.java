package dev.trainyard.experiment;

import dev.trainyard.validation.forward.DecayTest;
import dev.trainyard.validation.forward.Promise;
import dev.trainyard.validation.forward.TradeShape;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How often the test for decay is wrong about an edge that persists, and how soon it finds one that
 * ends. The edge of a trade is its mean over its deviation.
 */
public final class DecayExperiment {
  private static final int RUNS = 4_000;
  private static final int TRADES = 3_000;
  private static final double[] EDGES = {0.1, 0.2, 0.3, 0.5};
  private static final int[] HOLDOUTS = {30, 100, 300};
  private static final int[] ENDS = {0, 100, 500};

  private DecayExperiment() {}

  /** Prints the tables; arguments are not used. */
  public static void main(String[] arguments) {
    exactHalf();
    persisting();
    ending();
  }

  private static void exactHalf() {
    print(
        "exactly half of an exact promise is kept, edge 0.3: called decayed within %,d trades",
        TRADES);
    for (TradeShape shape : TradeShape.values()) {
      Promise promise = shape.promise(0.3);
      double half = shape.meanOfHalf(promise);
      SplittableRandom random = new SplittableRandom(1 + shape.name().hashCode());
      long decayed =
          IntStream.range(0, RUNS)
              .filter(run -> DecayTest.of(promise, shape.draw(random, TRADES, half)).isDecayed())
              .count();
      print("  %s: %.1f %%", shape, 100.0 * decayed / RUNS);
    }
  }

  private static void persisting() {
    print("the edge persists, the promise is that of a hold-out: called decayed, by trades of it");
    for (TradeShape shape : TradeShape.values()) {
      for (double edge : EDGES) {
        StringBuilder row = new StringBuilder();
        for (int holdout : HOLDOUTS) {
          SplittableRandom random = new SplittableRandom(100L * holdout + shape.name().hashCode());
          int promised = 0;
          int decayed = 0;
          for (int run = 0; run < RUNS; run++) {
            Optional<Promise> promise = Promise.of(shape.draw(random, holdout, edge));
            if (promise.isPresent()) {
              promised++;
              double[] results = shape.draw(random, TRADES / 3, edge);
              decayed += DecayTest.of(promise.get(), results).isDecayed() ? 1 : 0;
            }
          }
          row.append(
              String.format(
                  Locale.ROOT, " %d: %.1f %%", holdout, 100.0 * decayed / Math.max(1, promised)));
        }
        print("  %s, edge %.1f:%s", shape, edge, row);
      }
    }
  }

  private static void ending() {
    print("an edge with an exact promise ends: trades until half and 90 %% are called decayed");
    for (TradeShape shape : TradeShape.values()) {
      for (double edge : EDGES) {
        StringBuilder row = new StringBuilder();
        for (int kept : ENDS) {
          row.append(" after ").append(kept).append(": ").append(delay(shape, edge, kept));
        }
        print("  %s, edge %.1f:%s", shape, edge, row);
      }
    }
  }

  private static String delay(TradeShape shape, double edge, int kept) {
    Promise promise = shape.promise(edge);
    SplittableRandom random = new SplittableRandom(1000L * kept + shape.name().hashCode());
    int[] delays =
        IntStream.range(0, RUNS / 4)
            .map(
                run -> {
                  double[] results = shape.draw(random, kept + TRADES, 0);
                  for (int i = 0; i < kept; i++) {
                    results[i] += edge;
                  }
                  int at = DecayTest.of(promise, results).decayedAt();
                  return at < 0 ? Integer.MAX_VALUE : Math.max(0, at + 1 - kept);
                })
            .toArray();
    Arrays.sort(delays);
    return at(delays, 0.5) + ", " + at(delays, 0.9) + ";";
  }

  private static String at(int[] sorted, double share) {
    int value = sorted[(int) (share * (sorted.length - 1))];
    return value == Integer.MAX_VALUE ? "more" : String.valueOf(value);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
