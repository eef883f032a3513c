package dev.trainyard.report;

import java.util.Locale;
import java.util.Map;

/** Translates names of fields into words. */
final class Names {

  /** Names that need another wording than their own words. */
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("costs_1_5", "Costs × 1.5"),
          Map.entry("costs_2", "Costs × 2"),
          Map.entry("sharpe_ratio", "Sharpe ratio, a year"),
          Map.entry("var_95_pct", "Value at risk 95, % of the capital"),
          Map.entry("cvar_95_pct", "Expected shortfall 95, % of the capital"),
          Map.entry("basis", "Value at risk of"),
          Map.entry("kelly_fraction", "Kelly fraction"),
          Map.entry("longest_drawdown_bars", "Longest drawdown, candles"),
          Map.entry("longest_drawdown_days", "Longest drawdown, days"),
          Map.entry("rolling_sharpe_30d", "Sharpe ratio of 30 days"),
          Map.entry("r_multiples", "Result in multiples of the risk"),
          Map.entry("sqn", "System quality number"),
          Map.entry("std", "Standard deviation"),
          Map.entry("bar_share", "Share of the candles"),
          Map.entry("ohlc_violations", "OHLC violations"));

  private Names() {}

  /** Returns the markets of a symbol, of which several are joined by commas, with spaces. */
  static String markets(String symbol) {
    return symbol.replace(",", ", ");
  }

  /** Returns a name such as {@code missing_candles} in words. */
  static String words(String name) {
    String known = KNOWN.get(name);
    if (known != null) {
      return known;
    }
    String words = name.replace("_pct", ", %").replace('_', ' ').strip();
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
