package dev.trainyard.optimize.sampler;

import dev.trainyard.optimize.RandomStream;
import dev.trainyard.optimize.Trial;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import java.util.List;
import org.hipparchus.random.SobolSequenceGenerator;

/**
 * Covers the space evenly: the sequence of I. M. Sobol' with the direction numbers of S. Joe and F.
 * Y. Kuo, 2008, shifted at random (R. Cranley and T. Patterson, 1976) so that each seed gives other
 * points.
 */
public final class QuasiRandomSampler implements Sampler {
  private final ParameterSpace space;
  private final Dimension[] dimensions;
  private final SobolSequenceGenerator sequence;
  private final double[] shift;

  /** Creates a sampler of one study. */
  public QuasiRandomSampler(ParameterSpace space, RandomStream stream) {
    this.space = space;
    this.dimensions = RandomSampler.dimensions(space);
    this.sequence = new SobolSequenceGenerator(Math.max(1, space.size()));
    this.shift = new double[space.size()];
    for (int p = 0; p < shift.length; p++) {
      shift[p] = stream.draws(0, p).nextDouble();
    }
  }

  @Override
  public Proposal fit(List<Trial> trials) {
    return this::suggest;
  }

  @Override
  public boolean learnsFrom(int trials) {
    return false;
  }

  private Parameters suggest(int number) {
    double[] point = point(number);
    double[] coordinates = new double[space.size()];
    for (int p = 0; p < coordinates.length; p++) {
      double shifted = point[p] + shift[p];
      double u = shifted - Math.floor(shifted);
      Dimension dimension = dimensions[p];
      coordinates[p] =
          dimension == null
              ? (int) (u * space.get(p).choices().size())
              : dimension.value(dimension.low() + u * (dimension.high() - dimension.low()));
    }
    return new Parameters(space, coordinates);
  }

  private synchronized double[] point(int number) {
    return sequence.skipTo(number);
  }
}
