package dev.trainyard.validation;

import dev.trainyard.validation.risk.SupplementaryAnalysis;
import dev.trainyard.validation.split.PeriodMetrics;
import dev.trainyard.validation.verdict.Lifecycle;
import dev.trainyard.validation.verdict.VerdictReport;
import dev.trainyard.validation.walkforward.WalkForward;
import dev.trainyard.validation.walkforward.WindowResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the winner of a search. The figures by which it is judged are those of the
 * hold-out.
 *
 * @param inSample the winner on the candles it was searched on
 * @param validated the rest; empty when validation was not asked for
 * @param lifecycle stage and confidence
 */
public record ValidationReport(
    PeriodMetrics inSample, Optional<Validated> validated, Lifecycle lifecycle) {

  /**
   * Figures that only validation gives.
   *
   * @param outOfSample the winner on the hold-out
   * @param full the winner on all candles
   * @param walkForward re-optimised in windows of the search part
   * @param judgement verdict and reasons
   * @param particulars what is told beside them
   */
  public record Validated(
      PeriodMetrics outOfSample,
      PeriodMetrics full,
      WalkForward walkForward,
      VerdictReport judgement,
      SupplementaryAnalysis particulars) {}

  /** The same report with one more among its reasons, where there are any. */
  public ValidationReport with(String reason) {
    return new ValidationReport(
        inSample,
        validated.map(
            v ->
                new Validated(
                    v.outOfSample, v.full, v.walkForward, v.judgement.with(reason), v.particulars)),
        lifecycle);
  }

  /**
   * JSON shape: {@code in_sample, out_of_sample, full, walk_forward, validation} (with its {@code
   * windows}), {@code lifecycle}; null for what was not asked for.
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("in_sample", inSample.toMap());
    map.put("out_of_sample", validated.map(v -> v.outOfSample.toMap()).orElse(null));
    map.put("full", validated.map(v -> v.full.toMap()).orElse(null));
    map.put("walk_forward", validated.map(v -> v.walkForward.toMap()).orElse(null));
    map.put("validation", validated.map(ValidationReport::validation).orElse(null));
    map.put("lifecycle", lifecycle.toMap());
    return map;
  }

  private static Map<String, Object> validation(Validated validated) {
    Map<String, Object> map = validated.judgement.toMap();
    map.putAll(validated.particulars.toMap());
    map.put("windows", validated.walkForward.windows().stream().map(WindowResult::toMap).toList());
    return map;
  }
}
