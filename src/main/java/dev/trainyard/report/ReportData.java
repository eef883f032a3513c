package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.market.Candles;
import dev.trainyard.strategy.Signals;
import java.util.List;
import java.util.OptionalInt;

/**
 * The data of a report.
 *
 * @param configuration the configuration with its documents, as {@code GET
 *     /configurations/{config_id}} shows it
 * @param candles the candles that it was trained on, filtered
 * @param signals signals of its parameters over these candles, from which the targets of trades
 *     come
 * @param backtest back-test of its parameters over all of these candles
 * @param buyAndHold result of buying and holding over all of them
 * @param holdoutFrom first candle of the hold-out; empty without validation
 * @param dataChanged whether the candles have changed since the training
 * @param trials trials of the search by number
 * @param root path under which the reader reaches the service; empty for the root
 */
public record ReportData(
    JsonNode configuration,
    Candles candles,
    Signals signals,
    BacktestResult backtest,
    BacktestResult buyAndHold,
    OptionalInt holdoutFrom,
    boolean dataChanged,
    List<ReportTrial> trials,
    String root) {

  public ReportData {
    trials = List.copyOf(trials);
  }

  /**
   * Returns the currency of the money, which follows the slash of the symbol; empty when nothing
   * does.
   */
  String currency() {
    String symbol = configuration.path("symbol").asText();
    int slash = symbol.indexOf('/');
    return slash < 0 ? "" : symbol.substring(slash + 1);
  }
}
