package dev.trainyard.strategy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The parameters of a strategy in their fixed order; positions in {@link Parameters} refer to it.
 *
 * @param parameters one entry per dimension
 */
public record ParameterSpace(List<ParameterSpec> parameters) {

  public ParameterSpace {
    parameters = List.copyOf(parameters);
    Set<String> names = new HashSet<>();
    for (ParameterSpec parameter : parameters) {
      if (!names.add(parameter.name())) {
        throw new IllegalArgumentException(parameter.name() + ": defined twice");
      }
    }
  }

  /** Returns the number of dimensions. */
  public int size() {
    return parameters.size();
  }

  /** Returns the parameter at a position. */
  public ParameterSpec get(int index) {
    return parameters.get(index);
  }

  /** Returns the position of a parameter; −1 when there is none of that name. */
  public int indexOf(String name) {
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns all names in order. */
  public List<String> names() {
    return parameters.stream().map(ParameterSpec::name).toList();
  }
}
