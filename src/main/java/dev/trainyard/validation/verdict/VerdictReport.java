package dev.trainyard.validation.verdict;

import dev.trainyard.text.Json;
import dev.trainyard.validation.robustness.Robustness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The verdict on the winner of a search, its reasons, and the figures behind it.
 *
 * @param verdict see {@link Verdict}
 * @param reasons sentences for a user, the most important first
 * @param overfittingDetected whether the hold-out is significantly worse than a good in-sample
 *     result; may be known even when the data do not suffice for more
 * @param psr probability that the hold-out's Sharpe ratio is above 0; empty when it has none
 * @param deflated the in-sample Sharpe ratio against the luck of the search
 * @param dsrTrials probability by the published form of the deflated Sharpe ratio, which does not
 *     affect the verdict; empty with fewer than two trials, since it measures luck by their spread
 * @param holdoutCandlesNeeded candles of hold-out that distinguish the in-sample Sharpe ratio from
 *     luck; empty when it is not positive
 * @param candlesNeeded candles in all that would suffice; empty when there is no estimate
 * @param robustness robustness of the winner
 */
public record VerdictReport(
    Verdict verdict,
    List<String> reasons,
    boolean overfittingDetected,
    OptionalDouble psr,
    DeflatedSharpe deflated,
    OptionalDouble dsrTrials,
    OptionalDouble holdoutCandlesNeeded,
    OptionalDouble candlesNeeded,
    Robustness robustness) {

  public VerdictReport {
    reasons = List.copyOf(reasons);
  }

  /** Decides on the evidence. */
  public static VerdictReport of(Evidence evidence) {
    Verdict verdict = verdict(evidence);
    return new VerdictReport(
        verdict,
        Reasons.of(verdict, evidence),
        evidence.overfit(),
        evidence.psr(),
        evidence.deflated(),
        evidence.published().trials() < 2
            ? OptionalDouble.empty()
            : evidence.published().probability(),
        evidence.holdoutBarsNeeded(),
        evidence.candlesNeeded(),
        evidence.robustness());
  }

  /** Returns the same report with one more reason, the least important. */
  public VerdictReport with(String reason) {
    List<String> more = new ArrayList<>(reasons);
    more.add(reason);
    return new VerdictReport(
        verdict,
        more,
        overfittingDetected,
        psr,
        deflated,
        dsrTrials,
        holdoutCandlesNeeded,
        candlesNeeded,
        robustness);
  }

  private static Verdict verdict(Evidence evidence) {
    if (!evidence.goodInSample()) {
      return Verdict.NO_EDGE;
    }
    if (!evidence.holdoutHasTrades() || !evidence.holdoutIsLongEnough()) {
      return Verdict.INSUFFICIENT_DATA;
    }
    if (evidence.overfit()) {
      return Verdict.OVERFIT;
    }
    return ProbabilisticSharpe.isShown(evidence.psr())
            && ProbabilisticSharpe.isShown(evidence.deflated().probability())
            && evidence.holdoutAtHigherCosts().netProfitPct() > 0
            && evidence.isBroad()
        ? Verdict.EDGE
        : Verdict.NO_EDGE;
  }

  /** Returns the JSON shape. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("verdict", verdict.name());
    map.put("reasons", reasons);
    map.put("overfitting_detected", overfittingDetected);
    map.put("psr", Json.number(psr));
    map.put("dsr", Json.number(deflated.probability()));
    map.put("dsr_trials", Json.number(dsrTrials));
    map.put("distinct_trials", deflated.trials());
    map.put("effective_trials", Json.number(deflated.effectiveTrials()));
    map.put(
        "trial_correlation",
        deflated.trials() < 2 ? null : Json.number(deflated.meanCorrelation()));
    map.put("holdout_candles_needed", Json.number(holdoutCandlesNeeded));
    map.put("candles_needed", Json.number(candlesNeeded));
    map.putAll(robustness.toMap());
    return map;
  }
}
