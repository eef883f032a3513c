package dev.trainyard.validation;

import dev.trainyard.validation.risk.SupplementaryAnalysis;
import dev.trainyard.validation.split.PeriodMetrics;
import dev.trainyard.validation.verdict.Lifecycle;
import dev.trainyard.validation.verdict.VerdictReport;
import dev.trainyard.validation.walkforward.WalkForwardResult;
import dev.trainyard.validation.walkforward.WindowResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The findings about the winner of a search. It is judged by the figures of the hold-out.
 *
 * @param inSample the winner on the candles of the search
 * @param validated all other figures; empty when validation was not requested
 * @param lifecycle stage and confidence
 */
public record ValidationReport(
    PeriodMetrics inSample, Optional<Validated> validated, Lifecycle lifecycle) {

  /**
   * Figures that only validation gives.
   *
   * @param outOfSample the winner on the hold-out
   * @param full the winner on all candles
   * @param walkForward repeated searches in windows of the search part
   * @param judgement verdict and reasons
   * @param particulars figures that do not affect the verdict
   * @param markets the winner on each of several series; empty with one
   */
  public record Validated(
      PeriodMetrics outOfSample,
      PeriodMetrics full,
      WalkForwardResult walkForward,
      VerdictReport judgement,
      SupplementaryAnalysis particulars,
      List<MarketResult> markets) {

    public Validated {
      markets = List.copyOf(markets);
    }
  }

  /** Returns the same report with one more reason, if it has reasons. */
  public ValidationReport with(String reason) {
    return new ValidationReport(
        inSample,
        validated.map(
            v ->
                new Validated(
                    v.outOfSample,
                    v.full,
                    v.walkForward,
                    v.judgement.with(reason),
                    v.particulars,
                    v.markets)),
        lifecycle);
  }

  /**
   * Returns the JSON shape: {@code in_sample, out_of_sample, full, walk_forward, validation} (with
   * its {@code windows}), {@code lifecycle}; null for figures that were not requested.
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
    if (!validated.markets.isEmpty()) {
      map.put("markets", validated.markets.stream().map(MarketResult::toMap).toList());
    }
    return map;
  }
}
