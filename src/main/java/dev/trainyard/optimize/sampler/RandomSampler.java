package dev.trainyard.optimize.sampler;

import dev.trainyard.optimize.RandomStream;
import dev.trainyard.optimize.Trial;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.ParameterType;
import dev.trainyard.strategy.Parameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws each parameter uniformly and independently: in logarithms for a log parameter, over the
 * values for an int, a stepped or a categorical parameter.
 */
public final class RandomSampler implements Sampler {
  private final ParameterSpace space;
  private final RandomStream stream;
  private final @Nullable Dimension[] dimensions;

  /** Creates a sampler of one study. */
  public RandomSampler(ParameterSpace space, RandomStream stream) {
    this.space = space;
    this.stream = stream;
    this.dimensions = dimensions(space);
  }

  @Override
  public Proposal fit(List<Trial> trials) {
    return this::suggest;
  }

  @Override
  public boolean learnsFrom(int trials) {
    return false;
  }

  public Parameters suggest(int number) {
    double[] coordinates = new double[space.size()];
    for (int p = 0; p < coordinates.length; p++) {
      RandomStream.Draws draws = stream.draws(number, p);
      ParameterSpec spec = space.get(p);
      Dimension dimension = dimensions[p];
      if (dimension == null) {
        coordinates[p] = draws.nextInt(spec.choices().size());
      } else {
        double u = draws.nextDouble();
        coordinates[p] =
            dimension.value(dimension.low() + u * (dimension.high() - dimension.low()));
      }
    }
    return new Parameters(space, coordinates);
  }

  /** Returns one dimension per parameter, null for a categorical parameter. */
  public static @Nullable Dimension[] dimensions(ParameterSpace space) {
    return space.parameters().stream()
        .map(spec -> spec.type() == ParameterType.CATEGORICAL ? null : new Dimension(spec))
        .toArray(Dimension[]::new);
  }
}
