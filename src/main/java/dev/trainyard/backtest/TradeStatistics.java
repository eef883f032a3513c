package dev.trainyard.backtest;

/**
 * Statistics of the closed trades of a back-test.
 *
 * @param totalTrades number of closed trades
 * @param winningTrades trades with a profit after costs
 * @param losingTrades trades with a loss after costs
 * @param grossWinRate winning over all trades, 0..1; 0 without trades
 * @param profitFactor profits over losses, at most 100
 * @param avgWinPct mean result of the winning trades in percent of their size; 0 without any
 * @param avgLossPct the same for the losing trades, 0 or negative
 * @param largestWinPct best trade in percent of its size, 0 without a winner
 * @param largestLossPct worst trade in percent of its size, 0 without a loser
 * @param avgHoldingPeriods mean number of bars from entry to exit
 * @param expectancy mean result of a trade in percent of its size
 */
public record TradeStatistics(
    int totalTrades,
    int winningTrades,
    int losingTrades,
    double grossWinRate,
    double profitFactor,
    double avgWinPct,
    double avgLossPct,
    double largestWinPct,
    double largestLossPct,
    double avgHoldingPeriods,
    double expectancy) {}
