package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A figure of back-tests: what it is called, how it is written, what it means.
 *
 * @param field its name in the documents
 * @param title its name on the page, with its unit
 * @param format how a value is written
 * @param meaning says in one sentence what a value means
 */
record FigureRow(
    String field, String title, DoubleFunction<String> format, DoubleFunction<String> meaning) {

  /** All figures in the order of their weight. */
  static final List<FigureRow> ALL =
      List.of(
          row(
              "net_profit_pct",
              "Net profit, % of the capital",
              v -> Format.signed(v, 2),
              v ->
                  "This would have %s %s of the capital, all costs included."
                      .formatted(v < 0 ? "lost" : "made", Format.percent(Math.abs(v)))),
          row(
              "sharpe_ratio",
              "Sharpe ratio, a year",
              v -> Format.decimal(v, 2),
              v ->
                  "Return for each unit of its fluctuation: "
                      + (v < 0
                          ? "below 0 loses."
                          : v < 1 ? "below 1 is weak." : v < 2 ? "1 to 2 is good." : "2 is rare.")),
          row(
              "sortino_ratio",
              "Sortino ratio, a year",
              v -> Format.decimal(v, 2),
              v -> "The same, with only the losing side counted as fluctuation."),
          row(
              "max_drawdown_pct",
              "Maximum drawdown, %",
              v -> Format.decimal(v, 2),
              v ->
                  "At its worst the account was %s below an earlier peak."
                      .formatted(Format.percent(Math.abs(v)))),
          row(
              "calmar_ratio",
              "Calmar ratio",
              v -> Format.decimal(v, 2),
              v -> "Net profit for each percent of the maximum drawdown."),
          row(
              "total_trades",
              "Trades",
              v -> Format.count(v),
              v ->
                  v < 30
                      ? "Few: below 30, a single trade can decide the figures."
                      : "Closed positions that the figures rest on."),
          row(
              "gross_win_rate",
              "Win rate, %",
              v -> Format.decimal(v * 100, 1),
              v -> "%s of 100 trades made money after costs.".formatted(Format.count(v * 100))),
          row(
              "profit_factor",
              "Profit factor",
              v -> Format.decimal(v, 2),
              v ->
                  "Each unit of money lost was matched by %s won.".formatted(Format.decimal(v, 2))),
          row(
              "expectancy",
              "Expectancy, % of a trade",
              v -> Format.signed(v, 3),
              v ->
                  "A trade %s %s of its size on average."
                      .formatted(
                          v < 0 ? "lost" : "made", Format.decimal(Math.abs(v), 3) + "\u00A0%")),
          row(
              "avg_win_pct",
              "Average win, %",
              v -> Format.signed(v, 2),
              v -> "Of the trades that made money."),
          row(
              "avg_loss_pct",
              "Average loss, %",
              v -> Format.signed(v, 2),
              v -> "Of the trades that lost money."),
          row(
              "largest_loss_pct",
              "Largest loss, %",
              v -> Format.signed(v, 2),
              v -> "The worst trade, of its size."),
          row(
              "avg_holding_periods",
              "Holding time, candles",
              v -> Format.decimal(v, 1),
              v -> "From entry to exit, on average."),
          row(
              "exposure",
              "Exposure, % of the time",
              v -> Format.decimal(v * 100, 1),
              v -> "Time with an open position; the money was idle for the rest."),
          row(
              "cost_share",
              "Costs, % of the profits",
              v -> Format.decimal(v * 100, 1),
              v ->
                  "Fees, slippage and funding took %s of what the winning trades made."
                      .formatted(Format.share(v))),
          row(
              "break_even_cost",
              "Break-even cost, % of a fill",
              v -> Format.decimal(v * 100, 3),
              v ->
                  v < 0
                      ? "The trades lose even without costs."
                      : "At this cost of each fill nothing would have been left."),
          row(
              "efficiency",
              "Walk-forward efficiency, %",
              v -> Format.decimal(v * 100, 0),
              v -> "Share of the windows' in-sample return that was left out of sample."),
          row(
              "stability",
              "Stability, 0 to 1",
              v -> Format.decimal(v, 2),
              v -> "How alike the walk-forward windows did: 1 is the same in each."));

  /** The figure of a block of a document, missing or null when there is none. */
  JsonNode in(JsonNode block) {
    return block.path(field);
  }

  private static FigureRow row(
      String field, String title, DoubleFunction<String> format, DoubleFunction<String> meaning) {
    return new FigureRow(field, title, format, meaning);
  }
}
