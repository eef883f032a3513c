package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.market.Candles;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The data of a report.
 *
 * @param configuration the configuration with its documents, as {@code GET
 *     /configurations/{config_id}} shows it
 * @param candles the candles that it was trained on, filtered; empty for several, whose trades are
 *     not drawn
 * @param backtest back-test of its parameters over all of these candles
 * @param buyAndHold result of buying and holding over all of them
 * @param holdoutFrom first candle of the hold-out; empty without validation
 * @param dataChanged whether the candles have changed since the training
 * @param trials trials of the search by number
 * @param root path under which the reader reaches the service; empty for the root
 */
public record ReportData(
    JsonNode configuration,
    Optional<Candles> candles,
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
   * does, and for several symbols with different ones.
   */
  String currency() {
    Set<String> currencies =
        Arrays.stream(configuration.path("symbol").asText().split(","))
            .map(symbol -> symbol.substring(symbol.indexOf('/') + 1))
            .collect(Collectors.toSet());
    String only = currencies.size() == 1 ? currencies.iterator().next() : "";
    return configuration.path("symbol").asText().contains("/") ? only : "";
  }
}
