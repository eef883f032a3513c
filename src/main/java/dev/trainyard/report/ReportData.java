package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.market.Candles;
import dev.trainyard.strategy.Signals;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a report is made of.
 *
 * @param configuration the configuration with its documents, as {@code GET
 *     /configurations/{config_id}} shows it
 * @param candles the candles that it was trained on, filtered
 * @param signals of its parameters over these candles; where the trades' targets come from
 * @param backtest its parameters over all of these candles
 * @param buyAndHold having held the market over all of them
 * @param holdoutFrom first candle of the hold-out; empty without validation
 * @param dataChanged whether the candles are others than at the training
 * @param trials the trials of the search in the order of their numbers
 * @param root path under which the reader sees the service; empty when that is the root
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

  /** Currency of the money: what follows the slash of the symbol; empty when nothing does. */
  String currency() {
    String symbol = configuration.path("symbol").asText();
    int slash = symbol.indexOf('/');
    return slash < 0 ? "" : symbol.substring(slash + 1);
  }
}
