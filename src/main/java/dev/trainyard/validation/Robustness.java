package dev.trainyard.validation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What else is asked of a winner. None of it decides the verdict; a p-value is asked of a
 * configuration before it is mature.
 *
 * @param pValue probability that luck times the hold-out's positions as well, see {@link
 *     ShiftTest}; empty without positions
 * @param overfitting probability that choosing the best configuration does not hold; empty with too
 *     few configurations or trades
 * @param stress the hold-out under worse conditions
 * @param sensitivity the search part with parameters moved a little
 */
public record Robustness(
    OptionalDouble pValue,
    Optional<CrossValidation> overfitting,
    Stress stress,
    Sensitivity sensitivity) {

  /** JSON shape: {@code p_value, pbo} with its particulars, {@code stress, sensitivity}. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("p_value", Json.number(pValue));
    map.put("pbo", overfitting.map(CrossValidation::probability).orElse(null));
    map.put("pbo_blocks", overfitting.map(CrossValidation::blocks).orElse(null));
    map.put("pbo_configurations", overfitting.map(CrossValidation::configurations).orElse(null));
    map.put("stress", stress.toMap());
    map.put("sensitivity", sensitivity.toMap());
    return map;
  }
}
