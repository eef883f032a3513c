package dev.trainyard.backtest;

/**
 * Statistics of the fills of a back-test.
 *
 * @param exposure share of the bars with a position, 0..1
 * @param turnover notional of all fills over the initial capital
 * @param costShare fees, slippage and funding over the profits of the winning trades before costs,
 *     at most 100; 0 without such profits
 * @param breakEvenCost cost of a fill, as a fraction of its notional, at which the same trades
 *     would break even; negative when they lose before costs, 0 without trades
 * @param ambiguousBars bars that touched both stop and target of the position: the stop was taken
 * @param skippedEntries entries skipped for a gap in time, or an open at or through stop or target
 * @param ruined whether equity fell to 1 % of the capital, which ends all trading
 */
public record ExecutionStatistics(
    double exposure,
    double turnover,
    double costShare,
    double breakEvenCost,
    int ambiguousBars,
    int skippedEntries,
    boolean ruined) {}
