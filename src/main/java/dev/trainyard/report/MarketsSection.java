package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.DoubleFunction;

/** The winner on each of several series by itself. */
final class MarketsSection implements Section {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("In sample: profit", "/in_sample/net_profit_pct", Format::percent),
          new Column("Sharpe", "/in_sample/sharpe_ratio", v -> Format.decimal(v, 2)),
          new Column("trades", "/in_sample/total_trades", Format::count),
          new Column("Hold-out: profit", "/out_of_sample/net_profit_pct", Format::percent),
          new Column("Sharpe", "/out_of_sample/sharpe_ratio", v -> Format.decimal(v, 2)),
          new Column("drawdown", "/out_of_sample/max_drawdown_pct", Format::percent),
          new Column("win rate", "/out_of_sample/gross_win_rate", Format::share),
          new Column("trades", "/out_of_sample/total_trades", Format::count),
          new Column("Sharpe above 0", "/psr", Format::share),
          new Column("p-value", "/p_value", v -> Format.decimal(v, 4)));

  private final JsonNode markets;

  MarketsSection(JsonNode configuration) {
    this.markets = configuration.at("/validation/markets");
  }

  /**
   * A figure of a market.
   *
   * @param pointer place in the document of the market
   */
  private record Column(String title, String pointer, DoubleFunction<String> format) {}

  @Override
  public void write(Html html) {
    if (markets.isEmpty()) {
      return;
    }
    html.open("section", "id", "markets").element("h2", "Markets");
    html.element(
        "p",
        "The same parameters on each market by itself, with its part of the capital: first on the"
            + " candles of the search, then on the hold-out.",
        "class",
        "note");
    html.open("div", "class", "wide").open("table").open("thead").open("tr").element("th", "");
    COLUMNS.forEach(column -> html.element("th", column.title, "class", "number"));
    html.close().close().open("tbody");
    for (JsonNode market : markets) {
      html.open("tr").element("th", market.path("symbol").asText(), "scope", "row");
      COLUMNS.forEach(column -> html.element("td", shown(market, column), "class", "number"));
      html.close();
    }
    html.close().close().close().close();
  }

  private static String shown(JsonNode market, Column column) {
    JsonNode value = market.at(column.pointer);
    return value.isNumber() ? column.format.apply(value.asDouble()) : "";
  }
}
