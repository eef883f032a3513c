package dev.trainyard.validation.robustness;

import dev.trainyard.text.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Tests of the robustness of a winner. The verdict requires a profit at 1.5 times the costs, and a
 * mature configuration requires a p-value; the other figures decide nothing.
 *
 * @param timing how often luck times the hold-out's positions as well
 * @param overfitting probability that the choice of the best configuration fails out of sample;
 *     empty with too few configurations or trades
 * @param stress the hold-out under worse conditions
 * @param sensitivity the search part with slightly changed parameters
 */
public record Robustness(
    CircularShiftPValue timing,
    Optional<OverfittingProbability> overfitting,
    Stress stress,
    Sensitivity sensitivity) {

  /**
   * Returns the probability that luck times the hold-out's positions as well; empty with too few
   * shifts.
   */
  public OptionalDouble pValue() {
    return timing.pValue();
  }

  /**
   * Returns the JSON shape: {@code p_value} and {@code pbo} with their details, {@code stress,
   * sensitivity}.
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("p_value", Json.number(pValue()));
    map.put("p_value_shifts", timing.shifts());
    map.put("pbo", overfitting.map(OverfittingProbability::probability).orElse(null));
    map.put("pbo_splits", overfitting.map(OverfittingProbability::splits).orElse(null));
    map.put("pbo_blocks", overfitting.map(OverfittingProbability::blocks).orElse(null));
    map.put(
        "pbo_configurations", overfitting.map(OverfittingProbability::configurations).orElse(null));
    map.put("stress", stress.toMap());
    map.put("sensitivity", sensitivity.toMap());
    return map;
  }
}
