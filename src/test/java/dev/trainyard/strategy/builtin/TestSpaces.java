package dev.trainyard.strategy.builtin;

import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.strategy.parameter.ParameterReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The strategies as shipped, and random points of their spaces. */
public final class TestSpaces {
  private TestSpaces() {}

  /** Returns the built-in strategies with the files of the repository. */
  public static StrategyCatalog catalog() {
    return StrategyCatalog.builtIn(Path.of("config", "strategies"));
  }

  /** Returns seeded random points. */
  public static List<Parameters> randomPoints(ParameterSpace space, int count, long seed) {
    Random random = new Random(seed);
    List<Parameters> points = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      double[] point = new double[space.size()];
      for (int i = 0; i < point.length; i++) {
        ParameterSpec spec = space.get(i);
        double range = spec.high() - spec.low();
        point[i] =
            switch (spec.type()) {
              case CATEGORICAL -> random.nextInt(spec.choices().size());
              case INT ->
                  spec.low() + spec.step() * random.nextInt((int) (range / spec.step()) + 1);
              case FLOAT -> spec.low() + random.nextDouble() * range;
            };
      }
      points.add(new Parameters(space, point));
    }
    return points;
  }

  /** Returns the point of the defaults with one coordinate replaced. */
  static Parameters defaultsWith(ParameterSpace space, int index, double coordinate) {
    Parameters defaults = new ParameterReader(space).read(Map.of()).value().orElseThrow();
    double[] point = new double[space.size()];
    for (int i = 0; i < point.length; i++) {
      point[i] = i == index ? coordinate : defaults.coordinate(i);
    }
    return new Parameters(space, point);
  }
}
