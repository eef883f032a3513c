package dev.trainyard.strategy;

import java.util.ArrayList;
import java.util.List;

/** Looks up a strategy's parameters in the space of its file. */
public final class DefinedParameters {
  private final ParameterSpace space;
  private final List<String> read = new ArrayList<>();

  /** Creates a lookup in a space. */
  public DefinedParameters(ParameterSpace space) {
    this.space = space;
  }

  /** Returns the position of a parameter with numbers as values. */
  public int real(String name) {
    return position(name);
  }

  /** Returns the position of a parameter with whole numbers as values. */
  public int whole(String name) {
    int position = position(name);
    ParameterSpec spec = space.get(position);
    boolean whole =
        switch (spec.type()) {
          case INT -> true;
          case FLOAT -> false;
          case CATEGORICAL -> spec.choices().stream().allMatch(Integer.class::isInstance);
        };
    if (!whole) {
      throw new ParameterMismatchException(name, "must take whole numbers only");
    }
    return position;
  }

  /**
   * Refuses a space with parameters that nothing reads, since searching over them would be a waste.
   */
  public void refuseOthers() {
    for (String name : space.names()) {
      if (!read.contains(name)) {
        throw new ParameterMismatchException(
            name, "the strategy has no such parameter; allowed: " + String.join(", ", read));
      }
    }
  }

  private int position(String name) {
    read.add(name);
    int position = space.indexOf(name);
    if (position < 0) {
      throw new ParameterMismatchException(name, "the parameter is missing");
    }
    boolean numeric = space.get(position).choices().stream().allMatch(Number.class::isInstance);
    if (!numeric) {
      throw new ParameterMismatchException(name, "must take numbers only");
    }
    return position;
  }
}
