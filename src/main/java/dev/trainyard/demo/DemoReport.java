package dev.trainyard.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;

/** Prints a trained configuration on the console, and what to do next. */
final class DemoReport {
  private final String api;
  private final PrintStream out;

  DemoReport(String api, PrintStream out) {
    this.api = api;
    this.out = out;
  }

  /** Prints the response of {@code /results}. */
  void print(String job, JsonNode results) {
    out.printf("%nTrained configuration %s%n", results.path("config_id").asText());
    results
        .path("best_parameters")
        .properties()
        .forEach(
            parameter ->
                out.printf("  %-26s %s%n", parameter.getKey(), plain(parameter.getValue())));
    JsonNode inSample = results.path("in_sample");
    JsonNode holdout = results.path("out_of_sample");
    out.printf("%n  %-26s %14s %14s%n", "", "searched on", "never seen");
    row("candles", "bars", "%,14.0f", inSample, holdout);
    row("trades", "total_trades", "%,14.0f", inSample, holdout);
    row("net profit, %", "net_profit_pct", "%14.2f", inSample, holdout);
    row("Sharpe ratio, a year", "sharpe_ratio", "%14.2f", inSample, holdout);
    row("deepest drawdown, %", "max_drawdown_pct", "%14.2f", inSample, holdout);
    JsonNode validation = results.path("validation");
    out.printf(
        "%n  Verdict: %s, stage %s%n",
        validation.path("verdict").asText(), results.path("lifecycle").path("stage").asText());
    validation.path("reasons").forEach(reason -> out.printf("    - %s%n", reason.asText()));
    out.printf("%nContinue with%n");
    out.printf("  curl -s %s/jobs/%s/results%n", api, job);
    out.printf("  curl -s '%s/jobs/%s/trials?limit=5'%n", api, job);
    out.printf("  curl -s %s/configurations/%s%n", api, results.path("config_id").asText());
    out.printf("  curl -s %s/strategies%n", api);
    out.printf("  curl -s %s/market-data%n", api);
    out.printf(
        "  curl -s %s/start -H 'Content-Type: application/json' \\%n"
            + "    -d '{\"strategy\":\"LIQUIDITY_SWEEP\",\"symbol\":\"BTC/USD\",\"exchange\":\"bitstamp\",\"timeframe\":\"5m\"}'%n",
        api);
    out.printf(
        "  curl -s %s/backtests -H 'Content-Type: application/json' \\%n"
            + "    -d '{\"strategy\":\"LIQUIDITY_SWEEP\",\"symbol\":\"BTC/USD\",\"exchange\":\"bitstamp\",\"timeframe\":\"5m\","
            + "\"parameters\":{\"risk_reward_ratio\":3}}'%n",
        api);
  }

  /** Formats small numbers without an exponent. */
  private static String plain(JsonNode value) {
    return value.isFloatingPointNumber() ? value.decimalValue().toPlainString() : value.asText();
  }

  private void row(String name, String metric, String format, JsonNode... blocks) {
    out.printf("  %-26s", name);
    for (JsonNode block : blocks) {
      out.print(' ' + String.format(Locale.ROOT, format, block.path(metric).asDouble()));
    }
    out.println();
  }
}
