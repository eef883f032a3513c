package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.backtest.Metrics;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A figure of back-tests with its name, format and meaning.
 *
 * @param field name in the documents
 * @param title name on the page, with the unit
 * @param format formats a value
 * @param meaning explains a value in one sentence
 */
record FigureRow(String field, String title, DoubleFunction<String> format, Meaning meaning) {

  /** Explains a value, which may depend on the other figures of its block. */
  interface Meaning {
    String of(double value, JsonNode block);
  }

  /** All figures in order of importance. */
  static final List<FigureRow> ALL =
      List.of(
          row(
              "net_profit_pct",
              "Net profit, % of the capital",
              v -> Format.signed(v, 2),
              (v, block) ->
                  "This would have %s %s of the capital, all costs included."
                      .formatted(v < 0 ? "lost" : "made", Format.percent(Math.abs(v)))),
          row(
              "sharpe_ratio",
              "Sharpe ratio, a year",
              v -> Format.decimal(v, 2),
              (v, block) ->
                  fewTrades(block)
                      ? "0 by definition: it takes two trades."
                      : "Return for each unit of its fluctuation: "
                          + (v < 0
                              ? "below 0 loses."
                              : v < 1
                                  ? "below 1 is weak."
                                  : v < 2 ? "1 to 2 is good." : "2 is rare.")),
          row(
              "sortino_ratio",
              "Sortino ratio, a year",
              v -> Format.decimal(v, 2),
              (v, block) ->
                  fewTrades(block)
                      ? "0 by definition: it takes two trades."
                      : atTheBound(v)
                          ? "At its bound: next to nothing was lost."
                          : "The same, with only the losing side counted as fluctuation."),
          row(
              "max_drawdown_pct",
              "Maximum drawdown, %",
              v -> Format.decimal(v, 2),
              (v, block) ->
                  "At its worst the account was %s below an earlier peak."
                      .formatted(Format.percent(Math.abs(v)))),
          row(
              "calmar_ratio",
              "Calmar ratio",
              v -> Format.decimal(v, 2),
              (v, block) ->
                  block.path("max_drawdown_pct").asDouble() == 0
                      ? "The account was never below an earlier peak: there is nothing to divide by."
                      : "Net profit for each percent of the maximum drawdown."),
          row(
              "total_trades",
              "Trades",
              v -> Format.count(v),
              (v, block) ->
                  v < 30
                      ? "Few: below 30, a single trade can decide the figures."
                      : "Closed positions behind the figures."),
          row(
              "gross_win_rate",
              "Win rate, %",
              v -> Format.decimal(v * 100, 1),
              (v, block) ->
                  trades(block) == 0
                      ? "There is no trade."
                      : "%s of %s made money after costs."
                          .formatted(
                              Format.count(Math.round(v * trades(block))),
                              Format.things(trades(block), "trade"))),
          row(
              "profit_factor",
              "Profit factor",
              v -> Format.decimal(v, 2),
              (v, block) ->
                  block.path("losing_trades").asLong() == 0
                      ? "No trade lost money: there is nothing to divide by."
                      : "Each unit of money lost was matched by %s won."
                          .formatted(Format.decimal(v, 2))),
          row(
              "expectancy",
              "Expectancy, % of a trade",
              v -> Format.signed(v, 3),
              (v, block) ->
                  "A trade %s %s of its size on average."
                      .formatted(
                          v < 0 ? "lost" : "made", Format.decimal(Math.abs(v), 3) + "\u00A0%")),
          row(
              "avg_win_pct",
              "Average win, %",
              v -> Format.signed(v, 2),
              (v, block) -> "Of the trades that made money."),
          row(
              "avg_loss_pct",
              "Average loss, %",
              v -> Format.signed(v, 2),
              (v, block) -> "Of the trades that lost money."),
          row(
              "largest_loss_pct",
              "Largest loss, %",
              v -> Format.signed(v, 2),
              (v, block) -> "The worst trade, of its size."),
          row(
              "avg_holding_periods",
              "Holding time, candles",
              v -> Format.decimal(v, 1),
              (v, block) -> "From entry to exit, on average."),
          row(
              "exposure",
              "Exposure, % of the time",
              v -> Format.decimal(v * 100, 1),
              (v, block) -> "Time with an open position; the money was idle for the rest."),
          row(
              "cost_share",
              "Costs, % of the profits",
              v -> Format.decimal(v * 100, 1),
              (v, block) ->
                  v == 0
                      ? "Nothing was paid, or nothing was earned before costs."
                      : "Fees, slippage and funding took %s of what was earned before them."
                          .formatted(Format.share(v))),
          row(
              "break_even_cost",
              "Break-even cost, % of a fill",
              v -> Format.decimal(v * 100, 3),
              (v, block) ->
                  trades(block) == 0
                      ? "There is no trade."
                      : v <= 0
                          ? "The trades earn nothing even without costs."
                          : "At this cost of each fill nothing would have been left."),
          row(
              "efficiency",
              "Walk-forward efficiency, %",
              v -> Format.decimal(v * 100, 0),
              (v, block) -> "Share of the windows' in-sample return that remained out of sample."),
          row(
              "stability",
              "Stability, 0 to 1",
              v -> Format.decimal(v, 2),
              (v, block) -> "How similar the walk-forward windows were: 1 is the same in each."));

  private static long trades(JsonNode block) {
    return block.path("total_trades").asLong();
  }

  private static boolean fewTrades(JsonNode block) {
    return trades(block) < 2;
  }

  private static boolean atTheBound(double ratio) {
    return Math.abs(ratio) >= Metrics.RATIO_CAP;
  }

  /** Returns the figure of a block of a document, missing or null when there is none. */
  JsonNode in(JsonNode block) {
    return block.path(field);
  }

  private static FigureRow row(
      String field, String title, DoubleFunction<String> format, Meaning meaning) {
    return new FigureRow(field, title, format, meaning);
  }
}
